autocmd BufNewFile,BufRead *.rcs set filetype=rcstack
