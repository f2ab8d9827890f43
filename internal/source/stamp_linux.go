package source

import (
	"io/fs"
	"syscall"
)

func changeOf(info fs.FileInfo) (time int64, inode uint64) {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Ctim.Nano(), st.Ino
	}
	return 0, 0
}
