// lichen-guard: runs one program, bounds it, measures it, and leaves nothing of it behind.
//
//   lichen-guard [--cpu S] [--wall S] [--memory BYTES] [--grace S] [--stack BYTES] [--folder DIR] -- PROGRAM [ARG]...
//
// Descriptor 3 is a stream socket to the caller. A byte on it asks the program to stop (SIGTERM, the grace, SIGKILL).
// Its end means that the caller is gone: everything is killed at once. The last thing written to it is one line:
//
//   exit=N signal=N stop=none|cpu|wall|memory|asked|abandoned errno=N user_us=N sys_us=N wall_us=N rss_kb=N left=N
//
// exit is -1 when a signal ended the program or when it did not start (errno says why); left counts descendants that
// outlived it. The reasons for each choice are in docs/decisions/guard.md.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CONTROL = 3, MOST_PROCESSES = 8192 };
enum stop { NONE, CPU, WALL, MEMORY, ASKED, ABANDONED };
static const char *const stop_names[] = {"none", "cpu", "wall", "memory", "asked", "abandoned"};

// Nanoseconds; zero means no limit.
struct limits { int64_t cpu, wall, memory_bytes, grace, stack_bytes; };
struct sample { int64_t cpu, memory_bytes; };

static const int64_t SECOND = 1000000000, MILLISECOND = 1000000;
static pid_t tree[MOST_PROCESSES];
static volatile sig_atomic_t asked_by_signal;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

static int64_t nanoseconds(struct timeval t) { return t.tv_sec * SECOND + t.tv_usec * 1000LL; }

static void on_signal(int signal_number) {
    if (signal_number != SIGCHLD) asked_by_signal = 1;
}

// The whole of a small /proc file, ended by a zero; negative when it is gone.
static ssize_t read_whole(const char *path, char *buffer, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    size_t length = 0;
    ssize_t count;
    while (length < size - 1 && (count = read(fd, buffer + length, size - 1 - length)) > 0) length += (size_t)count;
    close(fd);
    buffer[length] = 0;
    return (ssize_t)length;
}

static int add_children(pid_t process, const char *thread, int count) {
    static char buffer[65536];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%s/children", process, thread);
    if (read_whole(path, buffer, sizeof buffer) <= 0) return count;
    char *end, *at = buffer;
    for (long pid; count < MOST_PROCESSES && (pid = strtol(at, &end, 10)) > 0 && end != at; at = end)
        tree[count++] = (pid_t)pid;
    return count;
}

// Fills `tree` with all living descendants, parents first.
static int find_descendants(void) {
    char self[16], path[32];
    snprintf(self, sizeof self, "%d", getpid());
    int count = add_children(getpid(), self, 0);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "/proc/%d/task", tree[i]);
        DIR *threads = opendir(path);
        if (!threads) continue;
        for (struct dirent *entry; (entry = readdir(threads));)
            if (entry->d_name[0] != '.') count = add_children(tree[i], entry->d_name, count);
        closedir(threads);
    }
    return count;
}

static void signal_tree(int signal_number) {
    int count = find_descendants();
    for (int i = 0; i < count; i++) kill(tree[i], signal_number);
}

// CPU time of the tree so far, living and reaped, and the sum of its resident memory now.
static struct sample measure(void) {
    static char buffer[1024];
    const int64_t tick = SECOND / sysconf(_SC_CLK_TCK), page = sysconf(_SC_PAGESIZE);
    struct rusage reaped;
    getrusage(RUSAGE_CHILDREN, &reaped);
    struct sample sum = {nanoseconds(reaped.ru_utime) + nanoseconds(reaped.ru_stime), 0};
    int count = find_descendants();
    for (int i = 0; i < count; i++) {
        char path[32];
        snprintf(path, sizeof path, "/proc/%d/stat", tree[i]);
        // The name in parentheses may hold anything; the numbers start after the last parenthesis.
        char *fields = read_whole(path, buffer, sizeof buffer) > 0 ? strrchr(buffer, ')') : NULL;
        unsigned long user, sys;
        long child_user, child_sys, resident;
        if (fields && sscanf(fields + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld %*d %*d %*d %*d %*u "
                             "%*u %ld", &user, &sys, &child_user, &child_sys, &resident) == 5) {
            sum.cpu += ((int64_t)user + (int64_t)sys + child_user + child_sys) * tick;
            sum.memory_bytes += resident * page;
        }
    }
    return sum;
}

// In the child: its own session, the caller's standard streams, killed when the guard dies. Returns only on failure.
static void become(char **command, const char *folder, const struct limits *limits, const sigset_t *mask) {
    struct rlimit none = {0, 0}, stack;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    setrlimit(RLIMIT_CORE, &none);
    if (limits->stack_bytes && getrlimit(RLIMIT_STACK, &stack) == 0) {
        rlim_t wanted = (rlim_t)limits->stack_bytes;
        stack.rlim_cur = stack.rlim_max != RLIM_INFINITY && stack.rlim_max < wanted ? stack.rlim_max : wanted;
        setrlimit(RLIMIT_STACK, &stack);
    }
    sigprocmask(SIG_SETMASK, mask, NULL);
    if (!folder || chdir(folder) == 0) execvp(command[0], command);
}

// vfork shares memory until exec, so the reason of a failed start comes back in `start_errno`.
static pid_t launch(char **command, const char *folder, const struct limits *limits, const sigset_t *mask,
                    volatile int *start_errno) {
    pid_t program = vfork();
    if (program == 0) {
        become(command, folder, limits, mask);
        *start_errno = errno;
        _exit(127);
    }
    if (program < 0) *start_errno = errno;
    return program;
}

static int usage(const char *problem) {
    fprintf(stderr, "lichen-guard: %s\n", problem);
    return 125;
}

int main(int argc, char **argv) {
    struct limits limits = {0, 0, 0, SECOND / 2, 0};
    const char *folder = NULL;
    int at = 1;
    for (; at < argc && strcmp(argv[at], "--") != 0; at += 2) {
        if (at + 1 >= argc) return usage("an option lacks its value");
        const char *option = argv[at], *value = argv[at + 1];
        if (strcmp(option, "--cpu") == 0) limits.cpu = (int64_t)(atof(value) * (double)SECOND);
        else if (strcmp(option, "--wall") == 0) limits.wall = (int64_t)(atof(value) * (double)SECOND);
        else if (strcmp(option, "--grace") == 0) limits.grace = (int64_t)(atof(value) * (double)SECOND);
        else if (strcmp(option, "--memory") == 0) limits.memory_bytes = atoll(value);
        else if (strcmp(option, "--stack") == 0) limits.stack_bytes = atoll(value);
        else if (strcmp(option, "--folder") == 0) folder = value;
        else return usage("unknown option");
    }
    if (at + 1 >= argc) return usage("no program given");
    if (fcntl(CONTROL, F_SETFD, FD_CLOEXEC) != 0) return usage("descriptor 3 is not open");
    if (access("/proc/self/task", R_OK) != 0) return usage("/proc is not mounted");

    // The caller may ignore or block signals; the program starts with none ignored and none blocked.
    for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
    sigset_t blocked, open_mask;
    sigfillset(&blocked);
    sigemptyset(&open_mask);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    struct sigaction action = {.sa_handler = on_signal};
    const int heard[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
    for (size_t i = 0; i < sizeof heard / sizeof *heard; i++) sigaction(heard[i], &action, NULL);
    setsid(); // Ctrl-C at the terminal is for the caller to interpret.
    prctl(PR_SET_CHILD_SUBREAPER, 1);

    const int64_t start = now();
    volatile int start_errno = 0;
    pid_t program = launch(argv + at + 1, folder, &limits, &open_mask, &start_errno);
    signal(SIGPIPE, SIG_IGN); // Only now: the program must not inherit it.

    const int64_t never = INT64_MAX;
    const int64_t processors = sysconf(_SC_NPROCESSORS_ONLN);
    const int64_t calm = (limits.cpu || limits.memory_bytes ? 50 : 200) * MILLISECOND;
    enum stop stop = NONE;
    int64_t kill_at = never, sample_at = start + 20 * MILLISECOND, most_memory = 0;
    int status = 0, ended = program < 0;
    while (!ended) {
        for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
            if (pid == program) { ended = 1; break; }
        if (ended) break;

        int64_t time = now(), next = sample_at;
        if (stop == NONE && limits.wall && start + limits.wall < next) next = start + limits.wall;
        if (kill_at < next) next = kill_at;
        int64_t left = next > time ? next - time : 0;
        struct timespec timeout = {left / SECOND, left % SECOND};
        struct pollfd control = {CONTROL, POLLIN, 0};
        int ready = ppoll(&control, stop == ABANDONED ? 0 : 1, &timeout, &open_mask);

        enum stop wish = stop;
        if (ready > 0) {
            char byte;
            wish = read(CONTROL, &byte, 1) > 0 ? ASKED : ABANDONED;
        }
        if (asked_by_signal && wish == NONE) wish = ASKED;
        time = now();
        if (wish == NONE && limits.wall && time >= start + limits.wall) wish = WALL;
        if (time >= sample_at) {
            struct sample sample = measure();
            if (sample.memory_bytes > most_memory) most_memory = sample.memory_bytes;
            if (wish == NONE && limits.memory_bytes && sample.memory_bytes > limits.memory_bytes) wish = MEMORY;
            if (wish == NONE && limits.cpu && sample.cpu >= limits.cpu) wish = CPU;
            // CPU time grows no faster than on all processors at once; memory may double at any moment.
            int64_t rest = limits.cpu ? (limits.cpu - sample.cpu) / processors : calm;
            if (limits.memory_bytes && sample.memory_bytes > limits.memory_bytes / 2) rest = 0;
            sample_at = time + (rest < 5 * MILLISECOND ? 5 * MILLISECOND : rest < calm ? rest : calm);
        }
        if (wish != stop && (stop == NONE || wish == ABANDONED)) {
            stop = wish;
            // Memory that grows and CPU time that is paid for cannot wait for a grace, and nobody is left to want one when the
            // caller is gone.
            int at_once = stop == MEMORY || stop == CPU || stop == ABANDONED;
            if (!at_once) signal_tree(SIGTERM);
            kill_at = at_once ? time : time + limits.grace;
        }
        if (now() >= kill_at) {
            signal_tree(SIGKILL);
            kill_at = now() + 20 * MILLISECOND; // A fork may have slipped between looking and killing.
        }
    }
    const int64_t wall = now() - start;

    // Descendants that outlived the program were handed to us as subreaper: end them, so that their time is counted.
    int outlived = 0;
    const int64_t give_up = now() + 10 * SECOND;
    for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) >= 0 && now() < give_up;) {
        outlived += pid > 0;
        if (pid > 0) continue;
        signal_tree(SIGKILL);
        struct timespec moment = {0, 5 * MILLISECOND};
        ppoll(NULL, 0, &moment, &open_mask);
    }

    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    int64_t resident_kb = used.ru_maxrss > most_memory / 1024 ? used.ru_maxrss : most_memory / 1024;
    int exited = program > 0 && WIFEXITED(status) && start_errno == 0;
    dprintf(CONTROL, "exit=%d signal=%d stop=%s errno=%d user_us=%lld sys_us=%lld wall_us=%lld rss_kb=%lld left=%d\n",
        exited ? WEXITSTATUS(status) : -1, program > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0, stop_names[stop],
        start_errno, (long long)(nanoseconds(used.ru_utime) / 1000), (long long)(nanoseconds(used.ru_stime) / 1000),
        (long long)(wall / 1000), (long long)resident_kb, outlived);
    return 0;
}
