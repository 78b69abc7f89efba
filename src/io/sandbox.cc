#include "io/sandbox.h"

#if defined(__linux__) && !defined(LLMZIP_SANITIZED) && \
    (defined(__x86_64__) || defined(__aarch64__) || defined(__s390x__))
#define LLMZIP_HAS_SANDBOX
#endif

#if defined(LLMZIP_HAS_SANDBOX)
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "io/descriptor.h"
#include "io/posix_file_system.h"
#endif

namespace llmzip {

#if defined(LLMZIP_HAS_SANDBOX)

namespace {

// --- calls ---

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kMachine = AUDIT_ARCH_S390X;
#endif

constexpr std::uint32_t kForbidden[] = {
    // The network and other processes' sockets.
    __NR_socket,
    __NR_socketpair,
    __NR_connect,
    __NR_bind,
    __NR_listen,
    __NR_accept4,
    // Other programs and processes; clone is looked at by itself.
    __NR_execve,
    __NR_execveat,
#if defined(__NR_fork)
    __NR_fork,
    __NR_vfork,
#endif
    __NR_ptrace,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_pidfd_open,
    __NR_pidfd_getfd,
    __NR_kcmp,
    // Ways round this filter, and into the kernel.
    __NR_io_uring_setup,
    __NR_io_uring_enter,
    __NR_io_uring_register,
    __NR_bpf,
    __NR_perf_event_open,
    __NR_userfaultfd,
    __NR_open_by_handle_at,
    __NR_add_key,
    __NR_request_key,
    __NR_keyctl,
    __NR_init_module,
    __NR_finit_module,
    __NR_delete_module,
    __NR_kexec_load,
    // The system's state.
    __NR_mount,
    __NR_umount2,
    __NR_pivot_root,
    __NR_chroot,
    __NR_unshare,
    __NR_setns,
    __NR_move_mount,
    __NR_fsopen,
    __NR_open_tree,
    __NR_swapon,
    __NR_swapoff,
    __NR_reboot,
    __NR_sethostname,
    __NR_setdomainname,
    __NR_settimeofday,
    __NR_clock_settime,
    __NR_acct,
    __NR_quotactl,
};

// The program of the filter; jumps count the instructions they pass over.
class Filter {
 public:
  Filter() {
    Load(offsetof(seccomp_data, arch));
    // Another machine's calls (32 bits, say) have other numbers.
    Unless(kMachine, SECCOMP_RET_KILL_PROCESS);
    Load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
    constexpr std::uint32_t kX32 = 0x40000000;
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kX32, 0, 1));
    Return(SECCOMP_RET_KILL_PROCESS);
#endif
    for (const std::uint32_t number : kForbidden) If(number, Failing(EPERM));
    // The C library then uses clone, whose flags can be seen.
    If(__NR_clone3, Failing(ENOSYS));
    OnlyThreads();
    NoTerminalInput();
    Return(SECCOMP_RET_ALLOW);
  }

  [[nodiscard]] sock_fprog Program() { return {static_cast<unsigned short>(code_.size()), code_.data()}; }

 private:
  static constexpr std::uint32_t Failing(int error) {
    return SECCOMP_RET_ERRNO | (static_cast<std::uint32_t>(error) & SECCOMP_RET_DATA);
  }

  // Arguments are 64 bits; `high` their upper half.
  static std::uint32_t Argument(unsigned number, bool high) {
    constexpr bool kBig = std::endian::native == std::endian::big;
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * number + (high != kBig ? 4 : 0));
  }

  void Load(std::size_t offset) {
    code_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
  }
  void Return(std::uint32_t action) { code_.push_back(BPF_STMT(BPF_RET | BPF_K, action)); }
  void If(std::uint32_t value, std::uint32_t action) {
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    Return(action);
  }
  void Unless(std::uint32_t value, std::uint32_t action) {
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0));
    Return(action);
  }

  void OnlyThreads() {
#if defined(__s390x__)
    constexpr unsigned kFlags = 1;
#else
    constexpr unsigned kFlags = 0;
#endif
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4));
    Load(Argument(kFlags, false));
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0));
    Return(Failing(EPERM));
    Return(SECCOMP_RET_ALLOW);
  }

  // What is put into a terminal's queue becomes a command of its user's: TIOCSTI, TIOCLINUX.
  void NoTerminalInput() {
    constexpr std::uint32_t kSimulateInput = 0x5412;
    constexpr std::uint32_t kConsole = 0x541C;
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 5));
    Load(Argument(1, false));
    If(kSimulateInput, Failing(EPERM));
    If(kConsole, Failing(EPERM));
  }

  std::vector<sock_filter> code_;
};

bool ForbidCalls() {
  Filter filter;
  const sock_fprog program = filter.Program();
  return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

// --- files ---

// Rights that the headers of 2022 do not know yet.
constexpr std::uint64_t kRefer = std::uint64_t{1} << 13;
constexpr std::uint64_t kTruncate = std::uint64_t{1} << 14;
constexpr std::uint64_t kDeviceControl = std::uint64_t{1} << 15;

constexpr std::uint64_t kReading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWriting =
    kReading | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | kTruncate;
constexpr std::uint64_t kOfFiles =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | kTruncate;

// What a kernel with this version of Landlock can deny.
std::uint64_t Deniable(long version) {
  std::uint64_t rights = (std::uint64_t{1} << 13) - 1;
  if (version >= 2) rights |= kRefer;
  if (version >= 3) rights |= kTruncate;
  if (version >= 5) rights |= kDeviceControl;
  return rights;
}

void Allow(int rules, const std::string& path, std::uint64_t rights) {
  const Descriptor place(RealFileSystem(), open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat status = {};
  if (!place.open() || fstat(place.number(), &status) != 0) return;
  if (!S_ISDIR(status.st_mode)) rights &= kOfFiles;
  landlock_path_beneath_attr rule = {};
  rule.allowed_access = rights;
  rule.parent_fd = place.number();
  syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

bool ConfineFiles(const SandboxPaths& paths) {
  const long version = syscall(__NR_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version <= 0) return false;
  landlock_ruleset_attr handled = {};
  // Terminals are asked for their width.
  handled.handled_access_fs = Deniable(version) & ~kDeviceControl;
  const Descriptor rules(RealFileSystem(), static_cast<int>(syscall(__NR_landlock_create_ruleset, &handled,
                                                                    sizeof(handled.handled_access_fs), 0)));
  if (!rules.open()) return false;
  for (const std::string& path : paths.read) Allow(rules.number(), path, kReading & handled.handled_access_fs);
  for (const std::string& path : paths.write) Allow(rules.number(), path, kWriting & handled.handled_access_fs);
  return syscall(__NR_landlock_restrict_self, rules.number(), 0) == 0;
}

}  // namespace

SandboxWalls EnterSandbox(const SandboxPaths& paths) {
  // Without it, neither wall may be raised by those who are not root.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return {};
  SandboxWalls walls;
  walls.files = ConfineFiles(paths);
  walls.calls = ForbidCalls();
  return walls;
}

#else

SandboxWalls EnterSandbox(const SandboxPaths& /*paths*/) { return {}; }

#endif

}  // namespace llmzip
