// decode_baseline RECORDS: what a plain parse of each message costs, in nanoseconds, one line a message: that of its
// payload alone, then that of its topic and payload.
//
// RECORDS holds messages one after the other, each as its topic and its payload, each of these as four bytes of length
// (least first) and the bytes. A payload is parsed as JSON into a flat array of values, like a fast C library does it:
// one pass, the input copied once, one allocation for the values, numbers as doubles, strings checked and left where
// they stand. What is no JSON is text: it is checked to be UTF-8 and copied.
//
// Of many conventions the payload is one bare value, and what it means stands in the topic. So a reader in C must do at
// least this with a topic, and no more is counted here: one pass that splits it into its levels, and one look into a
// hash table of the topics that are known.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum type { NUL, TRUE, FALSE, NUMBER, STRING, KEY, ARRAY, OBJECT };

// A container's `count` is its number of values or members, `length` that of all values in it and below.
struct value {
    uint32_t type, count;
    union {
        double number;
        struct { uint32_t from, length; } text;
        uint64_t length;
    };
};

struct parser {
    const unsigned char *start, *at;
    struct value *values;
    size_t used, room;
};

enum { DEPTH_LIMIT = 512, PADDING = 8, BATCHES = 7, LEVEL_LIMIT = 64 };

struct message {
    unsigned char *topic, *payload;
    size_t topic_length, payload_length;
    struct message *next;
    uint64_t hash;
};

// Where the levels of a topic begin, each with the one behind the last.
struct levels {
    size_t count;
    uint32_t from[LEVEL_LIMIT + 1];
};

// All messages by the hash of their topics.
static struct message **known;
static size_t known_mask;

// 1: plain character of a string
static unsigned char plain[256];
static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static inline bool is_digit(unsigned char byte) { return (unsigned char)(byte - '0') < 10; }

static inline void skip_space(struct parser *p) {
    while (*p->at <= ' ' && (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r')) p->at++;
}

static inline struct value *add(struct parser *p, enum type type) {
    if (p->used == p->room) {
        p->room *= 2;
        p->values = realloc(p->values, p->room * sizeof *p->values);
        if (!p->values) abort();
    }
    struct value *value = &p->values[p->used++];
    value->type = type;
    value->count = 0;
    return value;
}

// The length of the UTF-8 sequence at `s`, 0 where there is none.
static size_t sequence(const unsigned char *s) {
    if (s[0] < 0x80) return 1;
    if (s[0] >= 0xc2 && s[0] <= 0xdf) return (s[1] & 0xc0) == 0x80 ? 2 : 0;
    if ((s[0] & 0xf0) == 0xe0) {
        if ((s[1] & 0xc0) != 0x80 || (s[2] & 0xc0) != 0x80) return 0;
        return (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ? 0 : 3;
    }
    if (s[0] < 0xf0 || s[0] > 0xf4) return 0;
    if ((s[1] & 0xc0) != 0x80 || (s[2] & 0xc0) != 0x80 || (s[3] & 0xc0) != 0x80) return 0;
    return (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f) ? 0 : 4;
}

static bool escape(struct parser *p) {
    static const char known[] = "\"\\/bfnrt";
    p->at++;
    if (*p->at == 'u') {
        for (int i = 1; i <= 4; i++) {
            unsigned char digit = p->at[i];
            if (!is_digit(digit) && (unsigned char)((digit | 0x20) - 'a') > 5) return false;
        }
        p->at += 5;
        return true;
    }
    if (!*p->at || !strchr(known, *p->at)) return false;
    p->at++;
    return true;
}

static inline bool string(struct parser *p, enum type type) {
    const unsigned char *from = ++p->at;
    for (;;) {
        while (plain[p->at[0]]) {
            if (!plain[p->at[1]]) { p->at += 1; break; }
            if (!plain[p->at[2]]) { p->at += 2; break; }
            if (!plain[p->at[3]]) { p->at += 3; break; }
            p->at += 4;
        }
        if (*p->at == '"') break;
        if (*p->at == '\\') {
            if (!escape(p)) return false;
        } else {
            size_t length = *p->at >= 0x80 ? sequence(p->at) : 0;
            if (!length) return false;
            p->at += length;
        }
    }
    struct value *value = add(p, type);
    value->text.from = (uint32_t)(from - p->start);
    value->text.length = (uint32_t)(p->at - from);
    p->at++;
    return true;
}

static inline bool number(struct parser *p) {
    const unsigned char *from = p->at, *digits;
    bool negative = *p->at == '-';
    if (negative) p->at++;
    digits = p->at;
    uint64_t mantissa = 0;
    while (is_digit(*p->at)) mantissa = mantissa * 10 + (*p->at++ - '0');
    ptrdiff_t count = p->at - digits, places = 0;
    if (count == 0 || (count > 1 && *digits == '0')) return false;
    if (*p->at == '.') {
        const unsigned char *first = ++p->at;
        while (is_digit(*p->at)) mantissa = mantissa * 10 + (*p->at++ - '0');
        places = p->at - first;
        if (places == 0) return false;
    }
    struct value *value = add(p, NUMBER);
    if (count + places > 15 || (*p->at | 0x20) == 'e') {
        if ((*p->at | 0x20) == 'e') {
            p->at++;
            if (*p->at == '+' || *p->at == '-') p->at++;
            if (!is_digit(*p->at)) return false;
            while (is_digit(*p->at)) p->at++;
        }
        value->number = strtod((const char *)from, NULL);
    } else {
        double made = (double)mantissa / tens[places];
        value->number = negative ? -made : made;
    }
    return true;
}

static inline bool word(struct parser *p, const char *text, size_t length, enum type type) {
    if (memcmp(p->at, text, length) != 0) return false;
    p->at += length;
    add(p, type);
    return true;
}

// Reads one value and all below it; `open` are the containers that are not closed yet.
static bool parse(struct parser *p, size_t length) {
    size_t open[DEPTH_LIMIT], depth = 0;
    for (;;) {
        skip_space(p);
        if (depth && p->values[open[depth - 1]].type == OBJECT) {
            if (*p->at != '"' || !string(p, KEY)) return false;
            skip_space(p);
            if (*p->at++ != ':') return false;
            skip_space(p);
        }
        switch (*p->at) {
        case '"': if (!string(p, STRING)) return false; break;
        case 't': if (!word(p, "true", 4, TRUE)) return false; break;
        case 'f': if (!word(p, "false", 5, FALSE)) return false; break;
        case 'n': if (!word(p, "null", 4, NUL)) return false; break;
        case '{': case '[': {
            if (depth == DEPTH_LIMIT) return false;
            open[depth++] = p->used;
            unsigned char close = *p->at == '{' ? '}' : ']';
            add(p, *p->at++ == '{' ? OBJECT : ARRAY);
            skip_space(p);
            if (*p->at != close) continue;
            break;
        }
        default: if (!number(p)) return false;
        }
        while (depth) {
            struct value *parent = &p->values[open[depth - 1]];
            skip_space(p);
            if (*p->at == ',') {
                p->at++;
                parent->count++;
                break;
            }
            if (*p->at != (parent->type == OBJECT ? '}' : ']')) return false;
            p->at++;
            if (p->used > open[depth - 1] + 1) parent->count++;
            parent->length = p->used - open[depth - 1];
            depth--;
        }
        if (depth == 0) break;
    }
    skip_space(p);
    return p->at == p->start + length;
}

static bool is_text(const unsigned char *bytes, size_t length) {
    for (size_t at = 0, step; at < length; at += step)
        if ((step = sequence(bytes + at)) == 0) return false;
    return true;
}

// The number of values; 1 for text, 0 for anything else.
static size_t read_payload(const unsigned char *payload, size_t length) {
    unsigned char *copy = malloc(length + PADDING);
    struct parser p = {.start = copy, .at = copy, .room = length / 6 + 4};
    p.values = malloc(p.room * sizeof *p.values);
    if (!copy || !p.values) abort();
    memcpy(copy, payload, length);
    memset(copy + length, 0, PADDING);
    size_t found = parse(&p, length) ? p.used : is_text(copy, length);
    free(p.values);
    free(copy);
    return found;
}

// FNV-1a, on the way over the levels.
static uint64_t split(const unsigned char *topic, size_t length, struct levels *levels) {
    uint64_t hash = 0xcbf29ce484222325u;
    levels->count = 0;
    levels->from[0] = 0;
    for (size_t at = 0; at < length; at++) {
        if (topic[at] == '/' && levels->count + 1 < LEVEL_LIMIT) levels->from[++levels->count] = (uint32_t)at + 1;
        hash = (hash ^ topic[at]) * 0x100000001b3u;
    }
    levels->from[++levels->count] = (uint32_t)length + 1;
    return hash ^ hash >> 32;
}

// The number of levels of a topic that is known, else 0.
static size_t read_topic(const unsigned char *topic, size_t length) {
    struct levels levels;
    uint64_t hash = split(topic, length, &levels);
    for (struct message *found = known[hash & known_mask]; found; found = found->next)
        if (found->hash == hash && found->topic_length == length && memcmp(found->topic, topic, length) == 0)
            return levels.count;
    return 0;
}

static size_t read_message(const struct message *message, bool with_topic) {
    size_t found = with_topic ? read_topic(message->topic, message->topic_length) : 0;
    return found + read_payload(message->payload, message->payload_length);
}

static double now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

// The median over batches of at least 50 us each.
static double cost(const struct message *message, bool with_topic) {
    static volatile size_t kept;
    double batches[BATCHES], begun = now_ns();
    size_t repeats = 0;
    do {
        kept += read_message(message, with_topic);
        repeats++;
    } while (now_ns() - begun < 50e3);
    for (int batch = 0; batch < BATCHES; batch++) {
        begun = now_ns();
        for (size_t i = 0; i < repeats; i++) kept += read_message(message, with_topic);
        batches[batch] = (now_ns() - begun) / (double)repeats;
    }
    qsort(batches, BATCHES, sizeof *batches, ascending);
    return batches[BATCHES / 2];
}

// The next part of a message; NULL at the end of the file.
static unsigned char *read_part(FILE *records, size_t *length) {
    unsigned char head[4];
    if (fread(head, 1, sizeof head, records) != sizeof head) return NULL;
    *length = head[0] | head[1] << 8 | head[2] << 16 | (size_t)head[3] << 24;
    unsigned char *part = malloc(*length + 1);
    if (!part || fread(part, 1, *length, records) != *length) {
        fprintf(stderr, "decode_baseline: the records end too early\n");
        exit(65);
    }
    return part;
}

int main(int count, char **arguments) {
    FILE *records = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!records) {
        fprintf(stderr, "usage: decode_baseline RECORDS\n");
        return 64;
    }
    for (int byte = ' '; byte < 0x80; byte++) plain[byte] = byte != '"' && byte != '\\';
    struct message *messages = NULL;
    size_t used = 0, room = 0;
    for (;;) {
        if (used == room && !(messages = realloc(messages, (room = room * 2 + 16) * sizeof *messages))) abort();
        struct message *message = &messages[used];
        if (!(message->topic = read_part(records, &message->topic_length))) break;
        if (!(message->payload = read_part(records, &message->payload_length))) return 65;
        used++;
    }
    fclose(records);
    for (known_mask = 1; known_mask < 2 * used; known_mask *= 2) {}
    if (!(known = calloc(known_mask--, sizeof *known))) abort();
    struct levels levels;
    for (struct message *message = messages; message < messages + used; message++) {
        message->hash = split(message->topic, message->topic_length, &levels);
        message->next = known[message->hash & known_mask];
        known[message->hash & known_mask] = message;
    }
    for (size_t i = 0; i < used; i++) printf("%.1f %.1f\n", cost(&messages[i], false), cost(&messages[i], true));
    return 0;
}
