" The quickfix list of what rcc says: a diagnostic is one entry, whatever its snippet looks like.
set nocompatible
set runtimepath^=editors/vim
compiler rcc
cgetfile tests/diag/RCS0301.err
let s:valid = filter(getqflist(), 'v:val.valid')
let s:first = get(s:valid, 0, {'bufnr': 0, 'lnum': 0, 'col': 0, 'type': '', 'text': ''})
let s:good = len(s:valid) == 1 && bufname(s:first.bufnr) ==# 'stack.rcs' && s:first.type ==? 'e'
      \ && s:first.lnum == 2 && s:first.col == 37 && s:first.text =~# '^RCS0301 unknown-field'
if !s:good
  call writefile([string(s:valid)], '/dev/stderr', 'a')
endif
execute s:good ? 'qall!' : 'cquit'
