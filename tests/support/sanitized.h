// Whether this build runs under a sanitizer: tests of large tables are then sized down, what they prove being the
// same in every build.
#ifndef LLMZIP_TESTS_SUPPORT_SANITIZED_H_
#define LLMZIP_TESTS_SUPPORT_SANITIZED_H_

namespace llmzip::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_SANITIZED_H_
