// ingest_baseline prime PORT CLIENT_ID            makes the persistent session and subscribes
// ingest_baseline drain PORT CLIENT_ID DB COUNT   stores COUNT raw messages: read a batch, commit, then acknowledge
//
// libmosquitto queues the acknowledgement before it calls us; with the threaded flag and our own loop it leaves only
// at mosquitto_loop_write, which therefore is never called with a batch open.
#include "raw_store.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

struct consumer {
    struct raw_store store;
    int64_t stored;
    bool subscribed;
};

static void fail(const char *what, int code) {
    fprintf(stderr, "ingest_baseline: %s: %s\n", what, mosquitto_strerror(code));
    exit(1);
}

static void check(const char *what, int code) {
    if (code != MOSQ_ERR_SUCCESS) fail(what, code);
}

static void keep_message(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
    (void)client;
    struct consumer *consumer = context;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    raw_store_add(&consumer->store, now.tv_sec * 1000 + now.tv_nsec / 1000000, message->mid, message->topic,
        (int)strlen(message->topic), message->payload, message->payloadlen);
    consumer->stored++;
}

static void note_subscription(struct mosquitto *client, void *context, int mid, int count, const int *granted) {
    (void)client, (void)mid, (void)count, (void)granted;
    ((struct consumer *)context)->subscribed = true;
}

static struct mosquitto *connect_client(const char *id, int port, struct consumer *consumer) {
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new(id, false, consumer);
    check("protocol", mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5));
    check("nodelay", mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1));
    check("threaded", mosquitto_threaded_set(client, true));
    mosquitto_message_callback_set(client, keep_message);
    mosquitto_subscribe_callback_set(client, note_subscription);
    mosquitto_property *properties = NULL;
    check("property", mosquitto_property_add_int16(&properties, MQTT_PROP_RECEIVE_MAXIMUM, BATCH));
    check("property", mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, 0xFFFFFFFF));
    check("connect", mosquitto_connect_bind_v5(client, "127.0.0.1", port, 60, NULL, properties));
    mosquitto_property_free_all(&properties);
    check("connect", mosquitto_loop_write(client, 1));
    return client;
}

static void prime(const char *id, int port) {
    struct consumer consumer = {.subscribed = false};
    struct mosquitto *client = connect_client(id, port, &consumer);
    check("subscribe", mosquitto_subscribe(client, NULL, "homes/#", 1));
    for (int i = 0; i < 100 && !consumer.subscribed; i++) check("loop", mosquitto_loop(client, 100, 1));
    if (!consumer.subscribed) fail("no answer to SUBSCRIBE", MOSQ_ERR_NO_CONN);
    mosquitto_disconnect(client);
    mosquitto_loop_write(client, 1);
    mosquitto_destroy(client);
}

// Until nothing more arrives or the batch is full; loop_read takes one message a call.
static void read_batch(struct mosquitto *client, struct consumer *consumer) {
    int64_t before;
    do {
        before = consumer->stored;
        check("read", mosquitto_loop_read(client, 1));
    } while (consumer->stored != before && consumer->store.in_batch < BATCH);
}

static void drain(const char *id, int port, const char *path, int64_t count) {
    struct consumer consumer = {.subscribed = false};
    raw_store_open(&consumer.store, path);
    struct mosquitto *client = connect_client(id, port, &consumer);
    struct pollfd socket = {.fd = mosquitto_socket(client), .events = POLLIN};
    while (consumer.stored < count) {
        if (poll(&socket, 1, 10000) <= 0) fail("no message for 10 s", MOSQ_ERR_TIMEOUT);
        read_batch(client, &consumer);
        raw_store_commit(&consumer.store);
        check("write", mosquitto_loop_write(client, 1));
        check("misc", mosquitto_loop_misc(client));
    }
    while (mosquitto_want_write(client)) check("write", mosquitto_loop_write(client, 1));
    mosquitto_disconnect(client);
    mosquitto_loop_write(client, 1);
    mosquitto_destroy(client);
    raw_store_close(&consumer.store);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "prime") == 0) prime(argv[3], atoi(argv[2]));
    else if (argc == 6 && strcmp(argv[1], "drain") == 0) drain(argv[3], atoi(argv[2]), argv[4], atoll(argv[5]));
    else return fprintf(stderr, "usage: see the head of ingest_baseline.c\n"), 64;
    return 0;
}
