//go:build !unix

package build

import (
	"io/fs"
)

// sameDevice is not asked for where there is no exchange.
func sameDevice(fs.FileInfo, fs.FileInfo) bool { return false }

// ownedByUs is not asked for where there is no exchange.
func ownedByUs(fs.FileInfo) bool { return false }
