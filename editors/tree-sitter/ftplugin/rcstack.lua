-- Colours by the tree where the parser is built; else syntax/rcstack.vim does it.
local here = debug.getinfo(1, "S").source:sub(2):gsub("ftplugin/rcstack.lua$", "")
local library = vim.fn.fnamemodify(here .. "parser/rcstack.so", ":p")

if vim.fn.filereadable(library) == 1 then
	if vim.treesitter.start then
		pcall(vim.treesitter.start, 0, "rcstack")
	else
		local ok, parser = pcall(vim.treesitter.get_parser, 0, "rcstack")
		if ok then
			require("vim.treesitter.highlighter").new(parser)
		end
	end
end
