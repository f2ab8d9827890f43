//go:build unix

package build

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// CPUTime is what the process has used of the processors so far, user and
// system; 0 where the system does not tell.
func CPUTime() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// PeakMemory is the most memory that the process has had so far, in bytes; 0
// where the system does not tell.
func PeakMemory() int64 {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) << 10 // others count in KiB
}
