// What a resident does is crude (a walk between rooms, a night in bed, an outing), but kinds, payloads, rhythm and
// order are those of a real zigbee2mqtt: motion on and off, contacts, periodic climate and power reports, heartbeats.
#include "message_source.h"

#include <stdlib.h>
#include <string.h>

enum kind { MOTION, DOOR, BED, CHAIR, CLIMATE, POWER, SMOKE, LEAK, BUTTON };
enum room { HALL, LIVING, KITCHEN, BATHROOM, BEDROOM, ROOMS };
enum { DEVICES = 20, ROOM_MOTION_FIRST = 0, TOILET = 5, OUTER_DOOR = 6, FRIDGE = 7, CUPBOARD = 8, BED_SENSOR = 9,
       ARMCHAIR = 10 };

static const struct {
    const char *name;
    enum kind kind;
    const char *kind_name, *room, *placement;
} devices[DEVICES] = {
    {"hall_motion", MOTION, "motion", "hall", ""},
    {"livingroom_motion", MOTION, "motion", "livingroom", ""},
    {"kitchen_motion", MOTION, "motion", "kitchen", ""},
    {"bathroom_motion", MOTION, "motion", "bathroom", ""},
    {"bedroom_motion", MOTION, "motion", "bedroom", ""},
    {"toilet_motion", MOTION, "motion", "bathroom", "toilet"},
    {"outer_door", DOOR, "door", "hall", "outer_door"},
    {"fridge_door", DOOR, "door", "kitchen", "fridge"},
    {"cupboard_door", DOOR, "door", "kitchen", "cupboard"},
    {"bed_sensor", BED, "bed", "bedroom", "bed"},
    {"armchair", CHAIR, "chair", "livingroom", "chair"},
    {"livingroom_climate", CLIMATE, "climate", "livingroom", ""},
    {"kitchen_climate", CLIMATE, "climate", "kitchen", ""},
    {"bathroom_climate", CLIMATE, "climate", "bathroom", ""},
    {"bedroom_climate", CLIMATE, "climate", "bedroom", ""},
    {"kettle_plug", POWER, "power", "kitchen", "kettle"},
    {"tv_plug", POWER, "power", "livingroom", "tv"},
    {"kitchen_smoke", SMOKE, "smoke", "kitchen", ""},
    {"bathroom_leak", LEAK, "leak", "bathroom", ""},
    {"sos_button", BUTTON, "button", "bedroom", ""},
};

enum { NEVER_DAYS = 36500 };
static const int64_t SECOND = 1000, MINUTE = 60000, DAY = 86400000;
static const int64_t NEVER = (int64_t)NEVER_DAYS * 86400000;

struct device_state {
    int64_t event_at;   // when its value changes next
    int64_t report_at;  // when it reports unasked next
    int event_value, value;
};

struct home {
    uint64_t random;
    int number, room, out, asleep;
    int64_t move_at, next_at;
    int64_t wakes, sleeps;  // ms after local midnight
    struct device_state device[DEVICES];
};

struct source {
    int homes;
    int64_t report_interval, dwell, retrigger;
    struct home *home;
    int *heap;  // indices of `home`, the earliest first
};

static uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static int64_t between(struct home *home, int64_t low, int64_t high) {
    return low + (int64_t)(next_random(&home->random) % (uint64_t)(high - low + 1));
}

static int chance(struct home *home, int percent) { return between(home, 1, 100) <= percent; }

// One hour east of UTC, without summer time: close enough for a day's rhythm.
static int64_t local_time_of_day(int64_t time_ms) { return (time_ms + 60 * MINUTE) % DAY; }

static int is_night(const struct home *home, int64_t time_ms) {
    int64_t at = local_time_of_day(time_ms);
    return at < home->wakes || at >= home->sleeps;
}

static void change(struct home *home, int device, int64_t at, int value) {
    home->device[device].event_at = at;
    home->device[device].event_value = value;
}

static void update_next(struct home *home) {
    int64_t next = home->move_at;
    for (int i = 0; i < DEVICES; i++) {
        if (home->device[i].event_at < next) next = home->device[i].event_at;
        if (home->device[i].report_at < next) next = home->device[i].report_at;
    }
    home->next_at = next;
}

static void enter(struct home *home, int room, int64_t now) {
    home->room = room;
    change(home, ROOM_MOTION_FIRST + room, now + between(home, 0, 3 * SECOND), 1);
    if (room == BATHROOM && chance(home, 80)) change(home, TOILET, now + between(home, 4 * SECOND, 20 * SECOND), 1);
    if (room == KITCHEN && chance(home, 60)) change(home, FRIDGE, now + between(home, 10 * SECOND, 60 * SECOND), 1);
    if (room == KITCHEN && chance(home, 40)) change(home, CUPBOARD, now + between(home, 10 * SECOND, 90 * SECOND), 1);
    if (room == LIVING && chance(home, 50)) change(home, ARMCHAIR, now + between(home, 20 * SECOND, 60 * SECOND), 1);
}

static void leave_seats(struct home *home, int64_t now) {
    if (home->device[BED_SENSOR].value) change(home, BED_SENSOR, now, 0);
    if (home->device[ARMCHAIR].value) change(home, ARMCHAIR, now, 0);
}

static void move(const struct source *source, struct home *home, int64_t now) {
    leave_seats(home, now);
    if (is_night(home, now)) {
        int to_bed = home->room == BATHROOM || !home->asleep;
        home->asleep = 1;
        enter(home, to_bed ? BEDROOM : BATHROOM, now);
        if (to_bed) change(home, BED_SENSOR, now + between(home, 30 * SECOND, 120 * SECOND), 1);
        home->move_at = now + (to_bed ? between(home, 120 * MINUTE, 300 * MINUTE) : between(home, 3 * MINUTE, 8 * MINUTE));
        return;
    }
    home->asleep = 0;
    if (home->out || chance(home, 3)) {
        home->out = !home->out;
        change(home, OUTER_DOOR, now + between(home, SECOND, 5 * SECOND), 1);
        enter(home, HALL, now);
        if (home->out) home->room = -1;
        home->move_at = now + (home->out ? between(home, 20 * MINUTE, 120 * MINUTE) : between(home, MINUTE, 3 * MINUTE));
        return;
    }
    int room = (int)between(home, 0, ROOMS - 1);
    enter(home, room == home->room ? (room + 1) % ROOMS : room, now);
    int64_t longest = home->room == HALL || home->room == BATHROOM ? source->dwell / 2 : source->dwell * 2;
    home->move_at = now + between(home, source->dwell / 4, longest);
}

// After a value went out: what the same device says next.
static void schedule_after(const struct source *source, struct home *home, int index, int64_t now) {
    struct device_state *device = &home->device[index];
    device->value = device->event_value;
    device->event_at = NEVER;
    switch (devices[index].kind) {
    case MOTION:
        if (device->value) {
            change(home, index, now + between(home, 30 * SECOND, 90 * SECOND), 0);
        } else if (index == home->room && !home->asleep && source->retrigger < DAY) {
            change(home, index, now + between(home, source->retrigger / 2, source->retrigger * 3 / 2), 1);
        }
        break;
    case DOOR:
        if (device->value) change(home, index, now + between(home, 4 * SECOND, 15 * SECOND), 0);
        break;
    default:
        break;
    }
}

static int64_t report_interval(const struct source *source, int index) {
    int periodic = devices[index].kind == CLIMATE || devices[index].kind == POWER;
    return periodic ? source->report_interval : source->report_interval * 6;
}

static int print_state(char *out, size_t size, struct home *home, int index, const char *seen) {
    struct device_state *device = &home->device[index];
    int quality = (int)between(home, 60, 180), battery = 70 + (home->number + index) % 30;
    int tenth = (int)between(home, 0, 9), lux = (int)between(home, 0, 400);
    const char *yes = device->value ? "true" : "false", *no = device->value ? "false" : "true";
    switch (devices[index].kind) {
    case MOTION:
        return snprintf(out, size, "{\"battery\":%d,\"device_temperature\":%d,\"illuminance\":%d,\"illuminance_lux\":%d,"
            "\"last_seen\":\"%s\",\"linkquality\":%d,\"motion_sensitivity\":\"medium\",\"occupancy\":%s,"
            "\"power_outage_count\":3,\"voltage\":30%d5}", battery, 20 + tenth, lux, lux, seen, quality, yes, tenth);
    case BED:
    case CHAIR:
        return snprintf(out, size, "{\"battery\":%d,\"detection_interval\":15,\"device_temperature\":%d,"
            "\"last_seen\":\"%s\",\"linkquality\":%d,\"occupancy\":%s,\"power_outage_count\":1,"
            "\"tamper\":false,\"voltage\":29%d0}", battery, 20 + tenth, seen, quality, yes, tenth);
    case DOOR:
        return snprintf(out, size, "{\"battery\":%d,\"battery_low\":false,\"contact\":%s,\"device_temperature\":%d,"
            "\"last_seen\":\"%s\",\"linkquality\":%d,\"power_outage_count\":12,\"tamper\":false,\"voltage\":29%d5}",
            battery, no, 20 + tenth, seen, quality, tenth);
    case CLIMATE:
        return snprintf(out, size, "{\"battery\":%d,\"humidity\":%d.%d,\"last_seen\":\"%s\",\"linkquality\":%d,"
            "\"power_outage_count\":7,\"pressure\":10%d%d.%d,\"temperature\":2%d.%d%d,\"voltage\":29%d5}",
            battery, 35 + tenth, tenth, seen, quality, tenth % 3, tenth, tenth, tenth % 4, tenth, lux % 10, tenth);
    case POWER:
        return snprintf(out, size, "{\"current\":0.%d,\"energy\":1%d.%d,\"last_seen\":\"%s\",\"linkquality\":%d,"
            "\"power\":%d.%d,\"power_outage_memory\":\"restore\",\"state\":\"ON\",\"update_available\":false,"
            "\"voltage\":23%d}", tenth, lux, tenth, seen, quality, chance(home, 10) ? 80 + lux : 0, tenth, tenth);
    case SMOKE:
        return snprintf(out, size, "{\"battery\":%d,\"battery_low\":false,\"last_seen\":\"%s\",\"linkquality\":%d,"
            "\"smoke\":false,\"smoke_density\":0,\"smoke_density_dbm\":0,\"tamper\":false,\"test\":false,"
            "\"voltage\":31%d0}", battery, seen, quality, tenth);
    case LEAK:
        return snprintf(out, size, "{\"battery\":%d,\"battery_low\":false,\"device_temperature\":%d,\"last_seen\":\"%s\","
            "\"linkquality\":%d,\"power_outage_count\":2,\"tamper\":false,\"voltage\":30%d5,\"water_leak\":false}",
            battery, 20 + tenth, seen, quality, tenth);
    case BUTTON:
        return snprintf(out, size, "{\"action\":null,\"battery\":%d,\"battery_low\":false,\"device_temperature\":%d,"
            "\"last_seen\":\"%s\",\"linkquality\":%d,\"power_outage_count\":0,\"voltage\":30%d5}",
            battery, 20 + tenth, seen, quality, tenth);
    }
    return 0;
}

static void fill(struct home *home, int index, int64_t now, struct message *message) {
    char seen[25];
    format_time_ms(now, seen);
    message->time_ms = now;
    message->topic_length = snprintf(message->topic, sizeof message->topic, "homes/bench%03d/zigbee2mqtt/%s",
        home->number, devices[index].name);
    message->payload_length = print_state(message->payload, sizeof message->payload, home, index, seen);
}

// Does what is due in this home; 1 when that made a message.
static int step(const struct source *source, struct home *home, struct message *message) {
    int64_t now = home->next_at;
    if (home->move_at <= now) {
        move(source, home, now);
        update_next(home);
        return 0;
    }
    for (int i = 0; i < DEVICES; i++) {
        struct device_state *device = &home->device[i];
        if (device->event_at > now && device->report_at > now) continue;
        if (device->event_at <= now) {
            schedule_after(source, home, i, now);
        } else {
            device->report_at = now + between(home, report_interval(source, i) * 4 / 5, report_interval(source, i) * 6 / 5);
        }
        fill(home, i, now, message);
        break;
    }
    update_next(home);
    return 1;
}

static void sift_down(struct source *source, int at) {
    for (;;) {
        int left = 2 * at + 1, least = at;
        if (left < source->homes && source->home[source->heap[left]].next_at < source->home[source->heap[least]].next_at)
            least = left;
        if (left + 1 < source->homes
            && source->home[source->heap[left + 1]].next_at < source->home[source->heap[least]].next_at)
            least = left + 1;
        if (least == at) return;
        int swapped = source->heap[at];
        source->heap[at] = source->heap[least];
        source->heap[least] = swapped;
        at = least;
    }
}

static void set_density(struct source *source, double per_home_day) {
    int dense = per_home_day > 450;
    source->dwell = (dense ? 12 : 24) * MINUTE;
    source->retrigger = dense ? 5 * MINUTE : NEVER;
    double from_moves = dense ? 560 : 140;
    double from_reports = per_home_day - from_moves > 20 ? per_home_day - from_moves : 20;
    source->report_interval = (int64_t)((double)DAY * (6.0 + 14.0 / 6.0) / from_reports);
}

struct source *source_open(int homes, int64_t start_ms, double per_home_day, uint64_t seed) {
    struct source *source = calloc(1, sizeof *source);
    if (source == NULL) abort();
    source->homes = homes;
    source->home = calloc((size_t)homes, sizeof *source->home);
    source->heap = calloc((size_t)homes, sizeof *source->heap);
    if (source->home == NULL || source->heap == NULL) abort();
    set_density(source, per_home_day);
    for (int i = 0; i < homes; i++) {
        struct home *home = &source->home[i];
        home->random = seed * 1000003ull + (uint64_t)i;
        home->number = i;
        home->wakes = 6 * 60 * MINUTE + between(home, 0, 120 * MINUTE);
        home->sleeps = 21 * 60 * MINUTE + between(home, 0, 120 * MINUTE);
        home->room = BEDROOM;
        home->move_at = start_ms + between(home, 0, 20 * MINUTE);
        for (int d = 0; d < DEVICES; d++) {
            home->device[d].event_at = NEVER;
            home->device[d].report_at = start_ms + between(home, 0, report_interval(source, d));
        }
        update_next(home);
        source->heap[i] = i;
    }
    for (int i = homes / 2; i >= 0; i--) sift_down(source, i);
    return source;
}

void source_next(struct source *source, struct message *message) {
    int made = 0;
    while (!made) {
        made = step(source, &source->home[source->heap[0]], message);
        sift_down(source, 0);
    }
}

void source_close(struct source *source) {
    free(source->home);
    free(source->heap);
    free(source);
}

void source_print_devices(FILE *out) {
    fprintf(out, "device,kind,room,placement\n");
    for (int i = 0; i < DEVICES; i++)
        fprintf(out, "%s,%s,%s,%s\n", devices[i].name, devices[i].kind_name, devices[i].room, devices[i].placement);
}

// Days to year, month, day after Howard Hinnant's civil_from_days; gmtime_r would be most of the generator's time.
void format_time_ms(int64_t time_ms, char out[25]) {
    static int64_t cached_day = -1;
    static char date[40];
    int64_t days = time_ms / DAY, rest = time_ms % DAY;
    if (days != cached_day) {
        int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
        int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
        int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
        int month = (int)(mp < 10 ? mp + 3 : mp - 9), day = (int)(doy - (153 * mp + 2) / 5 + 1);
        int year = (int)(yoe + era * 400 + (month <= 2));
        snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, day);
        cached_day = days;
    }
    int s = (int)(rest / 1000);
    int fields[3] = {s / 3600, s / 60 % 60, s % 60}, ms = (int)(rest % 1000);
    memcpy(out, date, 10);
    for (int i = 0; i < 3; i++) {
        out[10 + 3 * i] = i == 0 ? 'T' : ':';
        out[11 + 3 * i] = (char)('0' + fields[i] / 10);
        out[12 + 3 * i] = (char)('0' + fields[i] % 10);
    }
    out[19] = '.';
    out[20] = (char)('0' + ms / 100);
    out[21] = (char)('0' + ms / 10 % 10);
    out[22] = (char)('0' + ms % 10);
    out[23] = 'Z';
    out[24] = 0;
}
