-- Every query of the tree-sitter grammar compiles and finds something in a real stack, and a file that is opened is
-- coloured by its tree.
for _, folder in ipairs({ "editors/vim", "editors/tree-sitter", assert(os.getenv("PARSER_DIR")) }) do
	vim.opt.runtimepath:prepend(folder)
end
local parse_query = vim.treesitter.query.parse or vim.treesitter.parse_query

local function read(path)
	local file = assert(io.open(path))
	local text = file:read("*a")
	file:close()
	return text
end

local function captures(name, text)
	local root = vim.treesitter.get_string_parser(text, "rcstack"):parse()[1]:root()
	local query = parse_query("rcstack", read("editors/tree-sitter/queries/rcstack/" .. name .. ".scm"))
	local count = 0
	for _ in query:iter_captures(root, text, 0, -1) do
		count = count + 1
	end
	return count
end

local good = true
for _, name in ipairs({ "highlights", "folds", "indents", "locals" }) do
	local ok, count = pcall(captures, name, read("examples/lab/stack.rcs"))
	if not ok or count < 5 then
		io.stderr:write(name, ".scm: ", tostring(count), "\n")
		good = false
	end
end
vim.cmd("filetype plugin on | edit examples/lab/stack.rcs")
if not vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] then
	io.stderr:write("the file is not coloured by its tree\n")
	good = false
end
vim.cmd(good and "qall!" or "cquit")
