// replay_baseline DB LOG.jsonl   scans `mosquitto_sub -F %j` lines and stores one row each; prints how many
#include "raw_store.h"

#include <string.h>

// The text of `"key":"` up to its closing quote; NULL when the line has no such key.
static char *string_value(char *line, const char *key, size_t key_length, char **end) {
    char *start = strstr(line, key);
    if (start == NULL) return NULL;
    start += key_length;
    char *at = start;
    for (;;) {
        at = strchr(at, '"');
        if (at == NULL) return NULL;
        int slashes = 0;
        while (at - slashes > start && at[-1 - slashes] == '\\') slashes++;
        if (slashes % 2 == 0) break;
        at++;
    }
    *end = at;
    return start;
}

// In place; \u escapes other than control characters do not occur in what mosquitto_sub prints.
static int unescape(char *text, const char *end) {
    char *out = text;
    for (const char *in = text; in < end; in++) {
        if (*in != '\\') {
            *out++ = *in;
            continue;
        }
        in++;
        switch (*in) {
        case 'n': *out++ = '\n'; break;
        case 't': *out++ = '\t'; break;
        case 'r': *out++ = '\r'; break;
        case 'b': *out++ = '\b'; break;
        case 'f': *out++ = '\f'; break;
        case 'u': *out++ = (char)strtol((char[]){in[3], in[4], 0}, NULL, 16), in += 4; break;
        default: *out++ = *in;
        }
    }
    return (int)(out - text);
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: replay_baseline DB LOG.jsonl\n"), 64;
    FILE *log = fopen(argv[2], "r");
    if (log == NULL) return perror(argv[2]), 65;
    struct raw_store store;
    raw_store_open(&store, argv[1]);
    char *line = NULL;
    size_t capacity = 0;
    int64_t stored = 0;
    while (getline(&line, &capacity, log) > 0) {
        char *topic_end, *payload_end;
        char *topic = string_value(line, "\"topic\":\"", 9, &topic_end);
        char *payload = topic == NULL ? NULL : string_value(topic_end, "\"payload\":\"", 11, &payload_end);
        if (payload == NULL) return fprintf(stderr, "line %lld is no message\n", (long long)stored + 1), 65;
        raw_store_add(&store, stored, 0, topic, (int)(topic_end - topic), payload, unescape(payload, payload_end));
        stored++;
        if (store.in_batch == BATCH) raw_store_commit(&store);
    }
    raw_store_close(&store);
    free(line);
    fclose(log);
    printf("%lld\n", (long long)stored);
    return 0;
}
