/* LLMZIP_EXPORT: marks what a shared libllmzip shows; everything else is hidden. Plain C. */
#ifndef LLMZIP_EXPORT_H_
#define LLMZIP_EXPORT_H_

#if defined(__GNUC__) || defined(__clang__)
#define LLMZIP_EXPORT __attribute__((visibility("default")))
#else
#define LLMZIP_EXPORT
#endif

#endif  // LLMZIP_EXPORT_H_
