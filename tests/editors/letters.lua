-- Prints the letters of corpus.py as Neovim's tree-sitter sees the files of the argument list; PARSER_DIR holds
-- parser/rcstack.so.
vim.opt.runtimepath:prepend(assert(os.getenv("PARSER_DIR")))
local letters = {
	comment = "c", string = "s", ["string.escape"] = "s", ["punctuation.special"] = "i", number = "n",
	keyword = "k", ["keyword.operator"] = "k", boolean = "k", operator = "o", ["punctuation.bracket"] = "o",
	error = "x",
}
local parse_query = vim.treesitter.query.parse or vim.treesitter.parse_query

local function read(path)
	local file = assert(io.open(path, "rb"))
	local text = file:read("*a"):gsub("\239\187\191", ""):gsub("\r\n", "\n")
	file:close()
	return text
end

local function paint(text, query)
	local bytes = {}
	local root = vim.treesitter.get_string_parser(text, "rcstack"):parse()[1]:root()
	assert(not root:has_error(), "the tree has an error")
	for id, node in query:iter_captures(root, text, 0, -1) do
		local name = query.captures[id]
		local _, _, from = node:start()
		local _, _, to = node:end_()
		for i = from + 1, name:sub(1, 1) == "_" and from or to do
			bytes[i] = letters[name] or "w"
		end
	end
	return bytes
end

local out = {}
local query = parse_query("rcstack", read("editors/tree-sitter/queries/rcstack/highlights.scm"))
for _, path in ipairs(vim.fn.argv()) do
	local text = read(path)
	local bytes = paint(text, query)
	local row = {}
	for i = 1, #text do
		local byte = text:byte(i)
		if byte == 10 then
			row[#row + 1] = "\n"
		elseif byte < 0x80 or byte >= 0xc0 then
			row[#row + 1] = bytes[i] or " "
		end
	end
	out[#out + 1] = "== " .. path .. "\n" .. table.concat(row)
end
io.stdout:write(table.concat(out, "\n"), "\n")
vim.cmd("qall!")
