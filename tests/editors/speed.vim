" A stack of 10,000 lines opens and scrolls fluidly: each screen is coloured from where Vim happens to jump.
set nocompatible noswapfile
set runtimepath^=editors/vim
filetype plugin indent on
syntax on

let s:lines = ['stack big {']
while len(s:lines) < 9999
  let s:n = len(s:lines)
  let s:lines += ['  node_pool "pool-' . s:n . '" {', '    nodes = 3 # of them', '    memory = 16Gi',
        \ '    labels { "kind" = "${prefix}-' . s:n . '" }', '  }']
endwhile
let s:lines = s:lines[:9998] + ['}']
let s:file = tempname() . '.rcs'
call writefile(s:lines, s:file)

function s:Screen(top)
  for lnum in range(a:top, min([a:top + 50, line('$')]))
    for col in range(1, len(getline(lnum)), 4)
      call synID(lnum, col, 1)
    endfor
  endfor
endfunction

let s:start = reltime()
execute 'edit' s:file
call s:Screen(1)
let s:open = reltimefloat(reltime(s:start))
let s:start = reltime()
for s:top in range(9900, 100, -200)
  call s:Screen(s:top)
endfor
let s:screen = reltimefloat(reltime(s:start)) / 50
let s:right = synIDattr(synID(5003, match(getline(5003), '=') + 3, 1), 'name') =~# '^rcstack'
let s:good = line('$') == 10000 && &filetype ==# 'rcstack' && s:right && s:open < 1.0 && s:screen < 0.25
call writefile([printf('opened in %.0f ms, a screen in %.0f ms', s:open * 1000, s:screen * 1000)], '/dev/stderr', 'a')
call delete(s:file)
execute s:good ? 'qall!' : 'cquit'
