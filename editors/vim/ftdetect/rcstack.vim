autocmd BufNewFile,BufRead *.rcs setfiletype rcstack
