" Indents files that lost their indentation, and compares them with what they were.
set nocompatible noswapfile hidden
set runtimepath^=editors/vim
filetype plugin indent on
syntax on

let s:failed = 0
for s:file in ['examples/lab/stack.rcs', 'examples/minimal/stack.rcs', 'tests/syntax/good/stack.rcs',
      \ 'tests/syntax/good/one-line.rcs', 'tests/syntax/good/comments.rcs']
  execute 'edit' s:file
  let s:before = getline(1, '$')
  silent %s/^\s\+//e
  silent normal! gg=G
  for s:i in range(len(s:before))
    if getline(s:i + 1) !=# s:before[s:i]
      call writefile([s:file . ':' . (s:i + 1) . ': ' . getline(s:i + 1)], '/dev/stderr', 'a')
      let s:failed = 1
    endif
  endfor
  set nomodified
endfor
if &l:commentstring !=# '# %s' || &l:formatprg !=# 'rcc fmt -' || &l:shiftwidth != 2
  let s:failed = 1
endif
execute s:failed ? 'cquit' : 'qall!'
