// Sends requests at a fixed rate over kept-alive connections, and tells how long their answers took.
//
//   open_loop sign-in|page PORT RATE SECONDS CONNECTIONS FILE
//
// Each line of FILE is the token of one sign-in, or the cookie of one who gets a page; cookies are used in turn. A request
// is due at a time that does not depend on how fast others are answered, and its latency counts from then: one that waits
// for a free connection has waited. SIGTERM ends it before its time.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_BYTES = 16384, REQUEST_BYTES = 16384, EVENTS = 256, GRACE_SECONDS = 10 };

static const int64_t SECOND = 1000000000;

struct connection {
    int socket;
    int64_t due;  // of the request under way
    size_t held;
    char answer[ANSWER_BYTES + 1];
};

static struct connection *connections, **idle;
static long connection_count, idle_count, first_idle;
static int port;
static int64_t *latencies;
static long answered, refused;
static volatile sig_atomic_t is_stopped;

static void stop(int signal) {
    (void)signal;
    is_stopped = 1;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static void put_idle(struct connection *connection) {
    idle[(first_idle + idle_count++) % connection_count] = connection;
}

// The one that was idle for longest, because servers close those that stay so.
static struct connection *take_idle(void) {
    struct connection *connection = idle[first_idle];
    first_idle = (first_idle + 1) % connection_count;
    idle_count--;
    return connection;
}

static void connect_to_server(struct connection *connection, int poll) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0) err(1, "connect");
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->socket, &event) != 0) err(1, "epoll_ctl");
    put_idle(connection);
}

static int write_sign_in(char *request, const char *token) {
    static const char head[] =
        "POST /direct_link HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\npath=/&token=%s";
    return snprintf(request, REQUEST_BYTES, head, port, strlen("path=/&token=") + strlen(token), token);
}

static int write_page(char *request, const char *cookie) {
    static const char head[] = "GET /page HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n";
    return snprintf(request, REQUEST_BYTES, head, port, cookie);
}

static void send_request(
    struct connection *connection, int (*write_request)(char *, const char *), const char *line, int64_t due) {
    static char request[REQUEST_BYTES];
    int length = write_request(request, line);
    if (length >= (int)sizeof request) errx(1, "a line is too long");
    if (send(connection->socket, request, length, MSG_NOSIGNAL) != length) err(1, "send");
    connection->due = due;
    connection->held = 0;
}

// Whether all of the answer is there.
static int is_complete(struct connection *connection) {
    connection->answer[connection->held] = 0;
    char *end = strstr(connection->answer, "\r\n\r\n");
    if (end == NULL) return 0;
    char *field = strcasestr(connection->answer, "\r\nContent-Length:");
    size_t length = field != NULL && field < end ? strtoul(field + strlen("\r\nContent-Length:"), NULL, 10) : 0;
    return connection->held >= (size_t)(end + 4 - connection->answer) + length;
}

static void read_answer(struct connection *connection) {
    ssize_t count = recv(
        connection->socket, connection->answer + connection->held, ANSWER_BYTES - connection->held, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0) err(1, "recv");
    if (count == 0) errx(1, "the server closed a connection");
    connection->held += count;
    if (!is_complete(connection)) return;
    int status = 0;
    if (sscanf(connection->answer, "HTTP/1.1 %d", &status) != 1 || status >= 400) refused++;
    latencies[answered++] = now() - connection->due;
    put_idle(connection);
}

// The lines of a file, at most so many; how many there are goes to `count`.
static char **read_lines(const char *path, long most, long *count) {
    FILE *file = fopen(path, "r");
    if (file == NULL) err(1, "%s", path);
    char **lines = calloc(most, sizeof *lines);
    for (*count = 0; *count < most; (*count)++) {
        size_t capacity = 0;
        if (getline(&lines[*count], &capacity, file) <= 0) break;
        lines[*count][strcspn(lines[*count], "\n")] = 0;
    }
    fclose(file);
    return lines;
}

static int by_size(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static double milliseconds(double share) {
    return latencies[(long)(share * (answered - 1))] / 1e6;
}

int main(int argc, char **argv) {
    if (argc != 7) errx(2, "usage: open_loop sign-in|page PORT RATE SECONDS CONNECTIONS FILE");
    int signs_in = strcmp(argv[1], "sign-in") == 0;
    port = atoi(argv[2]);
    long rate = atol(argv[3]), seconds = atol(argv[4]), total = rate * seconds, sent = 0, given;
    char **lines = read_lines(argv[6], total, &given);
    if (given < (signs_in ? total : 1)) errx(1, "%s has too few lines", argv[6]);
    signal(SIGTERM, stop);
    latencies = calloc(total, sizeof *latencies);
    connection_count = atol(argv[5]);
    connections = calloc(connection_count, sizeof *connections);
    idle = calloc(connection_count, sizeof *idle);

    int poll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct epoll_event tick = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    if (epoll_ctl(poll, EPOLL_CTL_ADD, timer, &tick) != 0) err(1, "epoll_ctl");
    for (long number = 0; number < connection_count; number++) connect_to_server(&connections[number], poll);
    int64_t interval = SECOND / rate, start = now() + SECOND / 10;
    struct itimerspec ticks = {{0, interval}, {start / SECOND, start % SECOND}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &ticks, NULL);

    while (answered < total && !is_stopped) {
        for (; sent < total && idle_count > 0 && start + sent * interval <= now(); sent++)
            send_request(take_idle(), signs_in ? write_sign_in : write_page, lines[sent % given],
                         start + sent * interval);
        int ready = epoll_wait(poll, events, EVENTS, 1000);
        for (int number = 0; number < ready; number++) {
            uint64_t ticked;
            if (events[number].data.ptr != NULL) read_answer(events[number].data.ptr);
            else if (read(timer, &ticked, sizeof ticked) < 0 && errno != EAGAIN) err(1, "timer");
        }
        if (now() - start > (seconds + GRACE_SECONDS) * SECOND) errx(1, "%ld of %ld were answered", answered, total);
    }
    if (answered == 0) errx(1, "nothing was answered");
    double took = (double)(now() - start) / SECOND;
    qsort(latencies, answered, sizeof *latencies, by_size);
    printf("{\"answered\": %ld, \"refused\": %ld, \"seconds\": %.3f, \"p50\": %.3f, \"p90\": %.3f, \"p99\": %.3f, "
           "\"max\": %.3f}\n",
           answered, refused, took, milliseconds(0.5), milliseconds(0.9), milliseconds(0.99), milliseconds(1));
}
