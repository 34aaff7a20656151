// What Galley asks of CLD2, whose own interface is C++.
#pragma once
#ifdef __cplusplus
extern "C" {
#endif

/// The language of most of a text, as CLD2 writes it (such as `en` or `zh-Hant`); `un` where it is not sure.
///
/// `text` is `count` bytes of valid UTF-8. The result is never freed. Any number of threads may ask at once.
const char *cld2_language(const char *text, int count);

#ifdef __cplusplus
}
#endif
