package e2e_test

import (
	"os/exec"
	"syscall"
)

// endWithParent lets the kernel end the program when the test process dies, however it dies.
func endWithParent(cmd *exec.Cmd) {
	attributes(cmd).Pdeathsig = syscall.SIGKILL
}

// confine makes folder all that the program can see of the machine.
func confine(cmd *exec.Cmd, folder string) {
	attributes(cmd).Chroot = folder
}

func attributes(cmd *exec.Cmd) *syscall.SysProcAttr {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	return cmd.SysProcAttr
}
