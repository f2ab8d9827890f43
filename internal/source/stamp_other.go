//go:build !linux && !darwin

package source

import "io/fs"

func changeOf(fs.FileInfo) (time int64, inode uint64) { return 0, 0 }
