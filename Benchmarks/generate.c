// generate devices
// generate log     --homes N --start MS --per-day N (--count N | --days N)          log lines to stdout
// generate publish --homes N --start MS --per-day N --count N --port N              to a broker on loopback, QoS 1
#include "message_source.h"

#include <mosquitto.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW = 1000 };

struct options {
    int homes, port;
    int64_t start_ms, count, days;
    double per_day;
};

static void fail(const char *what) {
    fprintf(stderr, "generate: %s\n", what);
    exit(64);
}

static struct options parse(int argc, char **argv) {
    struct options options = {.homes = 100, .start_ms = 1735689600000, .per_day = 1000};
    for (int i = 2; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--homes") == 0) options.homes = atoi(value);
        else if (strcmp(argv[i], "--start") == 0) options.start_ms = atoll(value);
        else if (strcmp(argv[i], "--count") == 0) options.count = atoll(value);
        else if (strcmp(argv[i], "--days") == 0) options.days = atoll(value);
        else if (strcmp(argv[i], "--per-day") == 0) options.per_day = atof(value);
        else if (strcmp(argv[i], "--port") == 0) options.port = atoi(value);
        else fail("unknown option");
    }
    if (options.homes < 1 || options.homes > 999) fail("--homes: 1 to 999");
    return options;
}

// Payloads hold no character but the quote that JSON would escape.
static int escape(const char *in, int length, char *out) {
    int at = 0;
    for (int i = 0; i < length; i++) {
        if (in[i] == '"') out[at++] = '\\';
        out[at++] = in[i];
    }
    return at;
}

static void write_log(struct options options) {
    static char buffer[1 << 20];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    struct source *source = source_open(options.homes, options.start_ms, options.per_day, 7);
    int64_t end_ms = options.days > 0 ? options.start_ms + options.days * 86400000 : INT64_MAX, written = 0;
    struct message message;
    for (;;) {
        if (options.count > 0 && written == options.count) break;
        source_next(source, &message);
        if (message.time_ms >= end_ms) break;
        char time[25], line[1600];
        format_time_ms(message.time_ms + 40, time);
        int at = snprintf(line, sizeof line,
            "{\"tst\":\"%.23s000Z+0000\",\"topic\":\"%s\",\"qos\":1,\"retain\":0,\"payloadlen\":%d,\"payload\":\"", time,
            message.topic, message.payload_length);
        at += escape(message.payload, message.payload_length, line + at);
        memcpy(line + at, "\"}\n", 3);
        fwrite(line, 1, (size_t)at + 3, stdout);
        written++;
    }
    source_close(source);
    if (fflush(stdout) != 0) fail("cannot write");
    fprintf(stderr, "%lld\n", (long long)written);
}

static int64_t acknowledged = 0;

static void count_acknowledgement(struct mosquitto *client, void *unused, int mid) {
    (void)client, (void)unused, (void)mid;
    acknowledged++;
}

static void publish(struct options options) {
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("bench-generator", true, NULL);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_max_inflight_messages_set(client, WINDOW);
    mosquitto_publish_callback_set(client, count_acknowledgement);
    if (mosquitto_connect(client, "127.0.0.1", options.port, 60) != MOSQ_ERR_SUCCESS) fail("cannot connect");
    struct source *source = source_open(options.homes, options.start_ms, options.per_day, 7);
    struct message message;
    int64_t sent = 0;
    while (acknowledged < options.count) {
        while (sent < options.count && sent - acknowledged < WINDOW) {
            source_next(source, &message);
            if (mosquitto_publish(client, NULL, message.topic, message.payload_length, message.payload, 1, false)
                != MOSQ_ERR_SUCCESS)
                fail("cannot publish");
            sent++;
        }
        if (mosquitto_loop(client, 1000, 1) != MOSQ_ERR_SUCCESS) fail("lost the broker");
    }
    mosquitto_disconnect(client);
    mosquitto_destroy(client);
    source_close(source);
    fprintf(stderr, "%lld %lld\n", (long long)acknowledged, (long long)message.time_ms);
}

int main(int argc, char **argv) {
    if (argc < 2) fail("what? devices, log or publish");
    if (strcmp(argv[1], "devices") == 0) source_print_devices(stdout);
    else if (strcmp(argv[1], "log") == 0) write_log(parse(argc, argv));
    else if (strcmp(argv[1], "publish") == 0) publish(parse(argc, argv));
    else fail("what? devices, log or publish");
    return 0;
}
