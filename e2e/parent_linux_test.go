package e2e_test

import (
	"os/exec"
	"syscall"
)

// endWithParent lets the kernel end the program when the test process dies, however it dies.
func endWithParent(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
}
