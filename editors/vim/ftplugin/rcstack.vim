" Vim filetype plugin
" Language:	stack files of rcc (*.rcs)

if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:##,:# commentstring=#\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal formatprg=rcc\ fmt\ -
setlocal suffixesadd=.rcs
setlocal include=^import\\s\\+\"\\zs[^\"]*
setlocal define=^\\s*\\%(let\\\|fn\\\|type\\\|check\\\|param\\\|stack\\)\\s
compiler rcc

let b:undo_ftplugin = "setlocal comments< commentstring< formatoptions< expandtab< shiftwidth< softtabstop<"
      \ . " formatprg< suffixesadd< include< define< makeprg< errorformat<"
