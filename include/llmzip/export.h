/* LLMZIP_EXPORT marks the functions and classes that a shared libllmzip exports; all others are hidden. Plain C. */
#ifndef LLMZIP_EXPORT_H_
#define LLMZIP_EXPORT_H_

#if defined(__GNUC__) || defined(__clang__)
#define LLMZIP_EXPORT __attribute__((visibility("default")))
#else
#define LLMZIP_EXPORT
#endif

#endif  // LLMZIP_EXPORT_H_
