-- After citeproc: 等 in entries that are Chinese, et al. in all others. GB/T 7714 asks for the language of each source,
-- and citeproc knows only that of the paper.
local function chinese(text)
  for _, code in utf8.codes(text) do
    if code >= 0x4e00 and code <= 0x9fff and code ~= 0x7b49 then return true end
  end
  return false
end

local function et_al(inlines, zh)
  return inlines:walk({
    Str = function(str)
      if zh then return nil end
      local text = str.text:gsub("，", ", "):gsub("等", "et al.")
      if text ~= str.text then return pandoc.Str((text:gsub("al%.%.", "al."))) end
    end,
  })
end

local function zh_et_al(block)
  return block:walk({
    Inlines = function(inlines)
      for place = #inlines - 2, 1, -1 do
        local one, two = inlines[place], inlines[place + 2]
        if one.t == "Str" and two.t == "Str" and one.text:match("et$") and two.text:match("^al%.?") then
          inlines[place] = pandoc.Str((one.text:gsub("et$", "等")) .. two.text:gsub("^al%.?", ""))
          inlines:remove(place + 2)
          inlines:remove(place + 1)
        end
      end
      return inlines
    end,
  })
end

-- 张三等, without a blank.
local function closed_up(inlines)
  for place = #inlines - 1, 1, -1 do
    local after = inlines[place + 1]
    if inlines[place].t == "Space" and after.t == "Str" and after.text:match("^等") then inlines:remove(place) end
  end
  return inlines
end

-- Names in the text, one source at a time: sources are parted by semicolons.
local function cited(cite)
  local made, part = pandoc.List(), pandoc.List()
  local function close()
    local zh = chinese(pandoc.utils.stringify(part))
    made:extend(zh and zh_et_al(pandoc.Plain(part)).content or et_al(pandoc.Inlines(part), false))
    part = pandoc.List()
  end
  for _, inline in ipairs(cite.content) do
    part:insert(inline)
    if inline.t == "Str" and inline.text:match("[;；]$") then close() end
  end
  close()
  cite.content = pandoc.Inlines(made):walk({ Inlines = closed_up })
  return cite
end

local function hanging(doc)
  if FORMAT ~= "typst" then return doc end
  return doc:walk({
    Div = function(div)
      if div.identifier ~= "refs" then return nil end
      div.content:insert(1, pandoc.RawBlock("typst", "#paperrefs["))
      div.content:insert(pandoc.RawBlock("typst", "]"))
      return div
    end,
  })
end

function Pandoc(doc)
  doc = doc:walk({
    Div = function(div)
      if not div.classes:includes("csl-entry") then return nil end
      local zh = chinese(pandoc.utils.stringify(div))
      return zh and zh_et_al(div) or et_al(div, false)
    end,
  }):walk({ Cite = cited })
  return hanging(doc)
end
