// Which of 64 bytes are of a kind: one bit a byte, the lowest first. The compiler makes vector instructions of these.
#pragma once
#include <stdint.h>
#include <string.h>

typedef uint8_t mask_bytes __attribute__((ext_vector_type(64)));
typedef _Bool mask_bits __attribute__((ext_vector_type(64)));

#define MASK_OF(is_one)                                                                                       \
    mask_bytes byte;                                                                                          \
    memcpy(&byte, bytes, sizeof byte);                                                                        \
    mask_bits bits = __builtin_convertvector(is_one, mask_bits);                                              \
    uint64_t mask;                                                                                            \
    memcpy(&mask, &bits, sizeof mask);                                                                        \
    return mask

/// Bytes beyond ASCII.
static inline uint64_t mask_beyond_ascii(const uint8_t *bytes) { MASK_OF(byte > 0x7F); }

/// Bytes that a JSON string writes as escapes: quotation marks, backslashes, controls.
static inline uint64_t mask_json_escapes(const uint8_t *bytes) {
    MASK_OF((byte == '"') | (byte == '\\') | (byte < 0x20));
}

/// The same, and bytes beyond ASCII.
static inline uint64_t mask_json_escapes_and_beyond_ascii(const uint8_t *bytes) {
    MASK_OF((byte == '"') | (byte == '\\') | (byte < 0x20) | (byte > 0x7F));
}

/// Bytes beyond ASCII, controls but for line feeds and tabs, DEL and ampersands.
static inline uint64_t mask_unusual(const uint8_t *bytes) {
    MASK_OF(((byte - 0x20 > 0x7E - 0x20) & (byte != '\n') & (byte != '\t')) | (byte == '&'));
}

/// `"`, `'`, a backtick, the first bytes of U+0080–00BF and U+2000–2FFF, which hold all other quotation marks, and line
/// feeds.
static inline uint64_t mask_quotes(const uint8_t *bytes) {
    MASK_OF((byte == '"') | (byte == '\'') | (byte == '`') | ((byte & 0xDF) == 0xC2) | (byte == '\n'));
}

/// Signs of code: braces, an opening bracket, `=`, `,`, `:`, `;` and `<`.
static inline uint64_t mask_code(const uint8_t *bytes) {
    MASK_OF((byte == '{') | (byte == '}') | (byte == '(') | (byte == ',') | (byte - ':' <= '=' - ':'));
}

/// Bytes that are neither a letter of ASCII nor part of a scalar beyond it, but for the first bytes of U+0080–00BF and
/// U+2000–2FFF, which hold most punctuation.
static inline uint64_t mask_stops(const uint8_t *bytes) {
    MASK_OF((((byte | 0x20) - 'a' > 'z' - 'a') & (byte < 0x80)) | ((byte & 0xDF) == 0xC2));
}

/// Letters and digits of ASCII, and all beyond it: what words are made of.
static inline uint64_t mask_words(const uint8_t *bytes) {
    MASK_OF(((byte | 0x20) - 'a' <= 'z' - 'a') | (byte - '0' <= '9' - '0') | (byte > 0x7F));
}

/// Line feeds, carriage returns, and the first bytes of U+0080–00BF and U+2000–2FFF, which hold all other line ends.
static inline uint64_t mask_line_ends(const uint8_t *bytes) {
    MASK_OF((byte == '\n') | (byte == '\r') | (byte == 0xC2) | (byte == 0xE2));
}

/// Letters of ASCII.
static inline uint64_t mask_letters(const uint8_t *bytes) { MASK_OF((byte | 0x20) - 'a' <= 'z' - 'a'); }

/// Spaces.
static inline uint64_t mask_spaces(const uint8_t *bytes) { MASK_OF(byte == ' '); }

/// Colons, bars, and the first bytes of U+0080–00BF and U+F000–FFFF, where wide bars are.
static inline uint64_t mask_bars(const uint8_t *bytes) {
    MASK_OF((byte == ':') | (byte == '|') | (byte == 0xC2) | (byte == 0xEF));
}

/// Hyphens, `>`, and the first bytes of U+2000–2FFF, where dashes and bullets are.
static inline uint64_t mask_dashes(const uint8_t *bytes) { MASK_OF((byte == '-') | (byte == '>') | (byte == 0xE2)); }

#undef MASK_OF

/// Adds up the weights of signs, nine pairs each: of a sign the pair behind those of its eight steps that are not above
/// its value.
static inline void add_weights(
    const float *values, const float *steps, const float *weights, long signs, float *first, float *second
) {
    typedef float eight __attribute__((ext_vector_type(8)));
    typedef _Bool eight_bits __attribute__((ext_vector_type(8)));
    float one = *first, two = *second;
    for (long sign = 0; sign < signs; sign++) {
        eight step;
        memcpy(&step, steps + 8 * sign, sizeof step);
        eight_bits bits = __builtin_convertvector(step <= values[sign], eight_bits);
        uint8_t mask;
        memcpy(&mask, &bits, sizeof mask);
        const float *pair = weights + 2 * (9 * sign + __builtin_popcount(mask));
        one += pair[0];
        two += pair[1];
    }
    *first = one;
    *second = two;
}
