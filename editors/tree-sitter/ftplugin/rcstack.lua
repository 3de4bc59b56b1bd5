-- Colours by the tree where the parser is built; else syntax/rcstack.vim does it.
if #vim.api.nvim_get_runtime_file("parser/rcstack.so", false) > 0 then
	if vim.treesitter.start then
		vim.treesitter.start(0, "rcstack")
	else
		require("vim.treesitter.highlighter").new(vim.treesitter.get_parser(0, "rcstack"))
	end
end
