// A deterministic stream of zigbee2mqtt messages of many homes with one resident and 20 devices each, in time order.
#ifndef MESSAGE_SOURCE_H
#define MESSAGE_SOURCE_H

#include <stdint.h>
#include <stdio.h>

struct message {
    int64_t time_ms;
    char topic[96];
    int topic_length;
    char payload[512];
    int payload_length;
};

struct source;

// `per_home_day` is the wanted density; it is met roughly (a home sends at least about 100 messages a day).
struct source *source_open(int homes, int64_t start_ms, double per_home_day, uint64_t seed);
void source_next(struct source *source, struct message *message);
void source_close(struct source *source);

// `device,kind,room,placement`, the same devices for every home.
void source_print_devices(FILE *out);

// `2025-03-01T12:30:00.123Z` (24 characters and a NUL).
void format_time_ms(int64_t time_ms, char out[25]);

#endif
