-- Numbers and names in the document itself: sections, figures, tables, equations, references to them; title block and
-- notes in the words of each format. Runs before citeproc.
local ZH = false
local refs, count = {}, { fig = 0, tbl = 0, eq = 0 }
local WORDS = {
  zh = { fig = "图", tbl = "表", eq = "式", app = "附录" },
  en = { fig = "Figure", tbl = "Table", eq = "Equation", app = "Appendix" },
}
local words
local NB = "\u{a0}"

local function is(format) return FORMAT:match(format) ~= nil end
local function raw(text) return pandoc.RawBlock(FORMAT, text) end
local function latex(blocks) return pandoc.write(pandoc.Pandoc(blocks), "latex-smart"):gsub("%s+$", "") end

-- Divs of the notebook to figures and tables ---------------------------------------------------------------------
local function part(div, class)
  for _, block in ipairs(div.content) do
    if block.t == "Div" and block.classes:includes(class) then return block.content end
  end
end

local function figure(div)
  local image = div.content[1].content[1]
  if image.t ~= "Image" then image = div.content[1].content[1].content[1] end
  image.attributes.width = div.attributes.width
  local made = pandoc.Figure({ pandoc.Plain({ image }) }, { long = part(div, "caption") }, { id = div.identifier })
  return { made, part(div, "note") and pandoc.Div(part(div, "note"), { class = "papernote" }) }
end

local function wrapped(blocks, div)
  local turned, scale = div.attributes.turned, tonumber(div.attributes.scale)
  if is("typst") then
    if scale < 1 then
      table.insert(blocks, 1, raw("#scaled.update(" .. scale .. ")"))
      table.insert(blocks, raw("#scaled.update(1)"))
    end
    if turned then
      table.insert(blocks, 1, raw("#page(flipped: true)["))
      table.insert(blocks, raw("]"))
    end
  elseif is("latex") then
    if scale < 1 then
      table.insert(blocks, 1, raw("\\begingroup\\papertablescale{" .. scale .. "}"))
      table.insert(blocks, raw("\\endgroup"))
    end
    if turned then
      table.insert(blocks, 1, raw("\\begin{landscape}"))
      table.insert(blocks, raw("\\end{landscape}"))
    end
  elseif is("docx") and turned then
    table.insert(blocks, 1, pandoc.Para({ pandoc.RawInline("openxml", "<!--section:portrait-->") }))
    table.insert(blocks, pandoc.Para({ pandoc.RawInline("openxml", "<!--section:landscape-->") }))
  end
  return blocks
end

local function grid(div)
  local made
  for _, block in ipairs(div.content) do
    if block.t == "RawBlock" then made = pandoc.read(block.text, "html").blocks[1] end
    if block.t == "Table" then made = block end
  end
  made = made:walk({
    Str = function(str)
      local id = str.text:match("^@(%a+%-[%w-]+)$")
      return id and pandoc.Cite({ str }, { pandoc.Citation(id, "NormalCitation") })
    end,
  })
  made.identifier = div.identifier
  made.caption = { long = part(div, "caption") }
  local blocks = { made }
  if part(div, "note") then table.insert(blocks, pandoc.Div(part(div, "note"), { class = "papernote" })) end
  return wrapped(blocks, div)
end

local shapes = {
  Div = function(div)
    if div.classes:includes("paper-figure") then return figure(div) end
    if div.classes:includes("paper-table") then return grid(div) end
  end,
}

-- Numbers -----------------------------------------------------------------------------------------------------------
local levels, appendix = { 0, 0, 0, 0, 0, 0 }, false

local function number(header)
  if header.classes:includes("appendix") and not appendix then
    appendix, levels = true, { 0, 0, 0, 0, 0, 0 }
  end
  if header.classes:includes("unnumbered") then return nil end
  levels[header.level] = levels[header.level] + 1
  for deeper = header.level + 1, 6 do levels[deeper] = 0 end
  local parts = {}
  for level = 1, header.level do
    local letter = appendix and level == 1
    table.insert(parts, letter and string.char(64 + levels[1]) or tostring(levels[level]))
  end
  return table.concat(parts, ".")
end

local function headed(header)
  local first = header.classes:includes("appendix") and not appendix
  local n = number(header)
  if n then
    local long = appendix and (words.app .. (ZH and "" or " ") .. n) or n
    refs[header.identifier] = { kind = appendix and "app" or "sec", n = n }
    if not is("latex") then
      header.content:insert(1, pandoc.Space())
      header.content:insert(1, pandoc.Str((appendix and header.level == 1) and long or n))
    end
  end
  if is("html") then header.level = header.level + 1 end
  if is("latex") and first then return { raw("\\appendix"), header } end
  return header
end

local function captioned(block, kind)
  if #block.caption.long == 0 then return nil end
  count[kind] = count[kind] + 1
  local n = tostring(count[kind])
  if block.identifier ~= "" then refs[block.identifier] = { kind = kind, n = n } end
  if is("latex") then return block end
  local head = pandoc.List({ pandoc.Str(words[kind] .. NB), pandoc.Str(n), pandoc.Str(ZH and "\u{3000}" or ". ") })
  if is("docx") then
    head[2] = pandoc.RawInline("openxml", '<w:fldSimple w:instr=" SEQ ' .. words[kind] .. ' \\* ARABIC "><w:r><w:t>' ..
      n .. "</w:t></w:r></w:fldSimple>")
  end
  local long = block.caption.long
  long[1] = pandoc.Plain(head .. long[1].content)
  block.caption = { long = long }
  return block
end

local function equation(math, id, rest)
  count.eq = count.eq + 1
  local n = tostring(count.eq)
  refs[id] = { kind = "eq", n = n }
  local made
  if is("typst") then
    made = { pandoc.RawInline("typst", '#papereq("(' .. n .. ')")['), math, pandoc.RawInline("typst", "] <" .. id .. ">") }
  elseif is("latex") then
    made = { pandoc.RawInline("latex", "\\begin{equation}\\label{" .. id .. "}" .. math.text .. "\\end{equation}") }
  elseif is("html") then
    made = { pandoc.Span({ math, pandoc.Span({ pandoc.Str("(" .. n .. ")") }, { class = "eqno" }) },
      { id = id, class = "equation" }) }
  else
    local tab = pandoc.RawInline("openxml", "<w:r><w:tab/></w:r>")
    math.mathtype = "InlineMath"
    made = { pandoc.Span({ tab, math, tab, pandoc.Str("(" .. n .. ")") }, { id = id }) }
  end
  if rest ~= "" then table.insert(made, pandoc.Str(rest)) end
  return made
end

local function equations(inlines)
  local made, place, changed = pandoc.List(), 1, false
  while place <= #inlines do
    local math, mark = inlines[place], inlines[place + 1]
    local skip = 1
    if mark and mark.t == "Space" then mark, skip = inlines[place + 2], 2 end
    local id, rest
    if math.t == "Math" and math.mathtype == "DisplayMath" and mark and mark.t == "Str" then
      id, rest = mark.text:match("^{#(eq%-[%w-]+)}(.*)$")
    end
    if id then
      made:extend(equation(math, id, rest))
      place, changed = place + skip + 1, true
    else
      made:insert(math)
      place = place + 1
    end
  end
  return changed and made or nil
end

local numbers = {
  traverse = "topdown",
  Header = headed,
  Figure = function(block) return captioned(block, "fig"), false end,
  Table = function(block) return captioned(block, "tbl"), false end,
  Inlines = equations,
}

-- References --------------------------------------------------------------------------------------------------------
local function told(id, bare)
  local ref = refs[id]
  local n = ref.n
  if is("latex") then n = "\\ref{" .. id .. "}" end
  if ref.kind == "eq" then n = (ZH and "（" or "(") .. n .. (ZH and "）" or ")") end
  if bare then return n end
  local gap = is("latex") and "~" or NB
  if ref.kind == "sec" then return ZH and ("第" .. gap .. n .. gap .. "节") or ("Section" .. gap .. n) end
  if ref.kind == "app" and ZH then return "附录" .. n end
  return words[ref.kind] .. ((ref.kind == "eq" and ZH) and "" or gap) .. n
end

local function link(citation)
  local text = told(citation.id, citation.mode == "SuppressAuthor")
  if is("latex") then return pandoc.RawInline("latex", text) end
  return pandoc.Link({ pandoc.Str(text) }, "#" .. citation.id)
end

local references = {
  Cite = function(cite)
    local known = 0
    for _, each in ipairs(cite.citations) do known = known + (refs[each.id] and 1 or 0) end
    if known == 0 then return nil end
    local made = pandoc.List()
    for place, each in ipairs(cite.citations) do
      if place > 1 then made:insert(pandoc.Str(ZH and "、" or ", ")) end
      made:insert(link(each))
      if #each.suffix > 0 then made:extend(each.suffix) end
    end
    return made
  end,
}

-- The title block and notes, in each format -------------------------------------------------------------------------
local STYLES = {
  papertitle = "Title", paperauthors = "Author", paperaffiliations = "Affiliation", paperabstract = "Abstract",
  paperkeywords = "Keywords", papernote = "Table Note", papersmall = "Small",
}
local titles, held = 0, {}

local function latexblock(class, div)
  if class == "papertitle" then
    titles = titles + 1
    held.author = nil
    local text = latex({ pandoc.Plain(div.content[1].content) })
    if titles == 1 then return raw("\\title{" .. text .. "}") end
    return raw("\\begin{center}\\Large " .. text .. "\\end{center}")
  elseif class == "paperauthors" or class == "paperaffiliations" then
    local text = latex({ pandoc.Plain(div.content[1].content) })
    if titles > 1 then return raw("\\begin{center}" .. text .. "\\end{center}") end
    if div.classes:includes("alone") then return raw("\\author{" .. text .. "}\n\\maketitle") end
    if class == "paperauthors" then
      held.author = text
      return {}
    end
    return raw("\\author{" .. held.author .. "\\\\[4pt]\\small " .. text .. "}\n\\maketitle")
  end
  return { raw("\\begin{" .. class .. "}"), div, raw("\\end{" .. class .. "}") }
end

local blocks = {
  Div = function(div)
    for class, style in pairs(STYLES) do
      if div.classes:includes(class) then
        if is("typst") then
          local lang = div.attributes.lang
          local open = "#" .. class .. (lang and ('(lang: "' .. lang .. '")') or "") .. "["
          local made = pandoc.List({ raw(open) })
          made:extend(div.content)
          made:insert(raw("]"))
          return made
        elseif is("latex") then
          div.attributes.lang = nil
          return latexblock(class, div)
        elseif is("docx") then
          div.attributes["custom-style"] = style
        elseif is("html") and class == "papertitle" then
          titles = titles + 1
          local level = titles == 1 and "h1" or "p"
          div.content = { raw("<" .. level .. ' class="title">'), pandoc.Plain(div.content[1].content),
            raw("</" .. level .. ">") }
        end
        return div
      end
    end
  end,
  Table = function(block)
    if is("html") then
      local label = pandoc.utils.stringify(block.caption.long):gsub("[<>&\"]", "")
      local named = label ~= "" and (' role="region" aria-label="' .. label .. '"') or ""
      return { raw('<div class="scroll" tabindex="0"' .. named .. ">"), block, raw("</div>") }
    end
  end,
}

function Pandoc(doc)
  ZH = pandoc.utils.stringify(doc.meta.lang):match("^zh") ~= nil
  words = ZH and WORDS.zh or WORDS.en
  return doc:walk(shapes):walk(numbers):walk(references):walk(blocks)
end
