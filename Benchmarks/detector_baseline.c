/* The change detector's arithmetic (docs/alerts.md, Sources/CareEngine/ChangeDetector.swift) as a plain C loop, on the
 * numbers of DetectorMeasurement.swift. Prints nanoseconds a resident-day and the sum of all evidence, which must be
 * the gateway's. Usage: detector_baseline RESIDENTS DAYS */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FEATURES = 17, PATTERNS = 23, FAMILIES = 7, KEPT = 14, HORIZONS = 6, MEMBERS = 4 };
enum scale { COUNT, DURATION, LONG_DURATION, IDENTITY, LOGARITHM };
enum side { UP, DOWN, BOTH };

static const enum scale scales[FEATURES] = {
    COUNT, COUNT, IDENTITY, COUNT, DURATION, IDENTITY, IDENTITY, DURATION, COUNT,
    LONG_DURATION, DURATION, DURATION, LOGARITHM, IDENTITY, IDENTITY, IDENTITY, COUNT};
static const double priors[FEATURES] = {
    0.8859113513972809, 1.0377224217787229, 58.00386230423857, 0.9097568069115721, 1.4749816002205332,
    42.250802598681354, 39.01858034086363, 1.5423885540633653, 0.75, 2.5, 1.3, 1.8832316331158347, 0.12, 0.55, 9, 4.5,
    0.9670181928401247};
static const double typical[FEATURES][2] = {
    {3, 0.8}, {6, 1.2}, {450, 50}, {3, 0.8}, {20, 5}, {660, 30}, {430, 30}, {90, 20}, {5, 0.8}, {90, 30}, {120, 25},
    {350, 60}, {0.15, 0.01}, {70, 0.4}, {135, 8}, {72, 4}, {12, 3}};

static const struct pair { int a, b; double r; } correlations[] = {
    {11, 7, 0.3110772232545906}, {11, 2, -0.1347014432441969}, {11, 10, 0.3489837467774643},
    {3, 4, 0.8995215218048344}, {3, 2, -0.0570527809695359}, {3, 1, 0.01001827127073157}, {3, 0, 0.7730293153693921},
    {5, 6, 0.018872645243063896}, {16, 7, 0.49699297809952}, {16, 8, 0.46956714102962455}, {7, 8, 0.6526242850866193},
    {7, 2, 0.003976893295690971}, {7, 10, 0.3898969217036901}, {4, 2, -0.09688773470432294},
    {10, 2, -0.049293485870013996}, {1, 0, -0.033252259766592455}};

#define ALL 63
static const struct pattern {
    int family; enum side side; int horizons; int count; int member[MEMBERS]; double weight[MEMBERS];
    double margin;
} patterns[PATTERNS] = {
    {0, UP, ALL, 3, {0, 1, 3}, {1, 0.5, 0.6}, 0}, {0, UP, ALL, 1, {0}, {1}, 0}, {0, UP, ALL, 1, {1}, {1}, 0},
    {1, UP, ALL, 3, {4, 3, 2}, {1, 0.6, -0.7}, 0}, {1, BOTH, ALL, 1, {2}, {1}, 0}, {1, BOTH, ALL, 2, {5, 6}, {1, 1}, 0},
    {1, BOTH, ALL, 1, {5}, {1}, 0}, {1, BOTH, ALL, 1, {6}, {1}, 0}, {1, UP, ALL, 1, {4}, {1}, 0},
    {2, DOWN, ALL, 3, {7, 8, 16}, {1, 1, 1}, 0}, {2, DOWN, ALL, 1, {7}, {1}, 0}, {2, DOWN, ALL, 1, {8}, {1}, 0},
    {3, DOWN, ALL, 4, {11, 10, 7, 2}, {1, 1, 0.5, -0.5}, 0}, {3, BOTH, ALL, 1, {11}, {1}, 0}, {3, DOWN, ALL, 1, {9}, {1}, 0},
    {4, DOWN, 48, 1, {12}, {1}, 0}, {5, BOTH, 15, 1, {13}, {1}, 0}, {6, BOTH, ALL, 1, {14}, {1}, 0}, {6, BOTH, ALL, 1, {15}, {1}, 0},
    {2, UP, ALL, 1, {16}, {1}, 1}, {2, UP, ALL, 3, {7, 8, 16}, {1, 1, 1}, 1.5}, {3, BOTH, ALL, 1, {10}, {1}, 1},
    {0, DOWN, ALL, 2, {1, 0}, {1, 0.5}, 1.5}};
static const int horizons[HORIZONS] = {1, 2, 3, 5, 7, 14};
/* By the observed members as bits. */
static double pattern_scales[PATTERNS][1 << MEMBERS];

struct normal {
    double weight, mean, squares, excursion, previous, products, powers, sums[7], weights[7];
    int has_previous, days;
};
struct detector { struct normal normals[FEATURES]; double u[KEPT][FEATURES]; int kept; };

static double transform(enum scale scale, double x) {
    double from0 = x > 0 ? x : 0;
    switch (scale) {
    case COUNT: return 2 * sqrt(x + 0.375);
    case DURATION: return sqrt(from0 + 1);
    case LONG_DURATION: return cbrt(from0 + 1);
    case LOGARITHM: return log(x > 1e-6 ? x : 1e-6);
    default: return x;
    }
}

static double clip(double x, double limit) { return x < -limit ? -limit : x > limit ? limit : x; }

static double spread(const struct normal *n, double prior) {
    double variance = (10 * prior * prior + n->squares) / (10 + n->weight);
    double at_least = 0.3 + n->weight > 0.3 ? 0.3 + n->weight : 0.3;
    return sqrt(variance * (1 + 1 / at_least));
}

/* u, or infinity while too little is known. */
static double observe(struct normal *n, double y, int weekday, double prior) {
    double effect = n->sums[weekday] / (n->weights[weekday] + 8);
    if (n->days == 0) n->mean = y - effect;
    double error = y - effect - n->mean, scale = spread(n, prior), z = error / scale, t = z, clipped = clip(z, 3);
    if (n->has_previous) {
        double phi = n->products / n->powers;
        phi = phi < 0 ? 0 : phi > 0.7 ? 0.7 : phi;
        t = (z - phi * n->previous) / sqrt(1 - phi * phi);
        n->products = 0.99 * n->products + clipped * n->previous;
        n->powers = 0.99 * n->powers + 0.5 * (n->previous * n->previous + clipped * clipped);
    }
    n->previous = clipped;
    n->has_previous = 1;
    double freedom = 6 + 3 * fmin(fmax((n->days - 90) / 60.0, 0), 1);
    double u = copysign(sqrt(freedom * log(1 + t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3), t);
    int is_comparable = n->weight >= 7;
    n->excursion = 0.75 * n->excursion + 0.25 * clip(u, 3);
    double share = n->days == 0 ? 1 : fmin(1.2, 6 / (5 + z * z));
    if (fabs(n->excursion) > 1.2) share *= 0.5;
    n->weight = n->weight * (1 - 1.0 / 60) + share;
    double step = share / n->weight * error;
    n->squares = n->squares * (1 - 1.0 / 60) + share * error * (error - step);
    n->mean += step;
    double part = fmin(share, 1), rest = clip(error + effect, 3 * scale) * part;
    n->sums[weekday] = 0.97 * n->sums[weekday] + rest;
    n->weights[weekday] = 0.97 * n->weights[weekday] + part;
    n->days++;
    return is_comparable ? u : INFINITY;
}

static double score(const struct pattern *p, const double *by_members, const double *u) {
    if (u[p->member[0]] == INFINITY) return INFINITY;
    double sum = 0;
    int observed = 0;
    for (int i = 0; i < p->count; i++) {
        if (u[p->member[i]] == INFINITY) continue;
        sum += p->weight[i] * u[p->member[i]];
        observed |= 1 << i;
    }
    return sum * by_members[observed];
}

static double upper_tail(double z) { return 0.5 * erfc(z / sqrt(2)); }

static double evidence(const struct detector *d, int day) {
    double best[FAMILIES], strengths[FAMILIES] = {0};
    for (int f = 0; f < FAMILIES; f++) best[f] = -INFINITY;
    for (int p = 0; p < PATTERNS; p++) {
        const struct pattern *pattern = &patterns[p];
        double sum = 0, strongest = -INFINITY;
        int count = 0, back = 0;
        for (int h = 0; h < HORIZONS; h++) {
            double s = 0;
            for (; back < horizons[h] && back < d->kept; back++) {
                s = score(pattern, pattern_scales[p], d->u[(day - back) % KEPT]);
                if (s == INFINITY) { if (back == 0) goto next; continue; }
                sum += clip(s, 3.5);
                count++;
            }
            if (h > 0) {
                if (d->kept < horizons[h] || count < (horizons[h] + 1) / 2) continue;
                s = sum / sqrt(count);
            }
            double side = pattern->side == UP ? s : pattern->side == DOWN ? -s : fabs(s);
            if (pattern->horizons >> h & 1 && side > strongest) strongest = side;
        }
        if (strongest == -INFINITY) goto next;
        double chance = upper_tail(strongest) * (pattern->side == BOTH ? 2 : 1);
        double strength = -log(chance > 1e-300 ? chance : 1e-300) / log(10);
        if (strength - pattern->margin > best[pattern->family]) {
            best[pattern->family] = strength - pattern->margin;
            strengths[pattern->family] = strength;
        }
    next:;
    }
    double sum = 0;
    for (int f = 0; f < FAMILIES; f++) sum += strengths[f];
    return sum;
}

static double deviate(uint64_t *state) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        sum += (double)(*state >> 33) / 2147483648.0;
    }
    return (sum - 2) * 1.732050807568877;
}

static double correlation(int a, int b) {
    if (a == b) return 1;
    for (size_t i = 0; i < sizeof correlations / sizeof *correlations; i++) {
        if ((correlations[i].a == a && correlations[i].b == b) || (correlations[i].a == b && correlations[i].b == a))
            return correlations[i].r;
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: detector_baseline RESIDENTS DAYS\n"), 64;
    long residents = atol(argv[1]), days = atol(argv[2]);
    if (residents < 1 || days < 1) return fprintf(stderr, "RESIDENTS and DAYS are at least 1\n"), 64;
    for (int p = 0; p < PATTERNS; p++) {
        for (int observed = 1; observed < 1 << patterns[p].count; observed++) {
            double variance = 0;
            for (int i = 0; i < patterns[p].count; i++)
                for (int j = 0; j < patterns[p].count; j++)
                    if (observed >> i & 1 && observed >> j & 1)
                        variance += patterns[p].weight[i] * patterns[p].weight[j]
                            * correlation(patterns[p].member[i], patterns[p].member[j]);
            pattern_scales[p][observed] = 1 / sqrt(variance);
        }
    }
    struct detector *detectors = calloc((size_t)residents, sizeof *detectors);
    uint64_t *random = calloc((size_t)residents, sizeof *random);
    if (!detectors || !random) return fprintf(stderr, "no memory\n"), 1;
    for (long r = 0; r < residents; r++) {
        random[r] = (uint64_t)r * 0x9E3779B97F4A7C15u + 1;
        for (int f = 0; f < FEATURES; f++) {
            detectors[r].normals[f].products = 0.15 * 30;
            detectors[r].normals[f].powers = 30;
        }
    }
    double sum = 0;
    clock_t begin = clock();
    for (long n = 0; n < days; n++) {
        int day = 20000 + (int)n, weekday = (day % 7 + 10) % 7;
        for (long r = 0; r < residents; r++) {
            struct detector *d = &detectors[r];
            if (d->kept < KEPT) d->kept++;
            for (int f = 0; f < FEATURES; f++) {
                double value = typical[f][0] + typical[f][1] * deviate(&random[r]);
                d->u[day % KEPT][f] = observe(&d->normals[f], transform(scales[f], value), weekday, priors[f]);
            }
            sum += evidence(d, day);
        }
    }
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    printf("%.1f %.9g\n", seconds * 1e9 / (double)(residents * days), sum);
    return 0;
}
