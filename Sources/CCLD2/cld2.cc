#include "CCLD2.h"

// The header of CLD2 uses FILE without naming where it is from.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

namespace {
// Of a text in two languages neither is the article's.
constexpr int least_percent = 70;
}  // namespace

extern "C" const char *cld2_language(const char *text, int count) {
    const CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int text_bytes = 0;
    int valid_bytes = 0;
    bool is_reliable = false;
    CLD2::ExtDetectLanguageSummaryCheckUTF8(
        text, count, true, &hints, 0, languages, percents, scores, nullptr, &text_bytes, &is_reliable, &valid_bytes);
    const bool is_sure = is_reliable && percents[0] >= least_percent;
    return CLD2::LanguageCode(is_sure ? languages[0] : CLD2::UNKNOWN_LANGUAGE);
}
