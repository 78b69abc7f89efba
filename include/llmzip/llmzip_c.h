/* llmzip from C. This header is the manual of the C library; llmzip.h is the same for C++.
 *
 * 1. Errors. Every call that can fail returns an llmzip_code; LLMZIP_OK is 0. Codes keep their numbers for ever.
 *    `char** error` receives a message for people when a call fails, to be freed with llmzip_free, and NULL when it
 *    succeeds. `error` itself may be NULL. No call throws C++ exceptions.
 *
 * 2. NULL. Where options are taken, NULL stands for the defaults. Any other pointer that a call needs and does not get
 *    is LLMZIP_INVALID_ARGUMENT; setters that return nothing do nothing without an options object.
 *
 * 3. Buffers that come back (`void** out`) are freed with llmzip_free; after a failure they are NULL.
 *
 * 4. Options are opaque. Setters copy what they are given.
 *
 * 5. Callbacks get the `context` given with them and run on the calling thread. They must not throw C++ exceptions.
 *
 * 6. Threads. Calls may run on several threads at once; one options object must not be changed while it is used.
 */
#ifndef LLMZIP_LLMZIP_C_H_
#define LLMZIP_LLMZIP_C_H_

#include <stddef.h>
#include <stdint.h>

#include "llmzip/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* NOLINTBEGIN(readability-identifier-naming): names of C */

typedef enum llmzip_code {
  LLMZIP_OK = 0,
  LLMZIP_INVALID_ARGUMENT = 1, /* a caller's mistake: bad option, bad spec */
  LLMZIP_NOT_FOUND = 2,
  LLMZIP_ALREADY_EXISTS = 3,
  LLMZIP_IO_ERROR = 4,       /* a callback failed */
  LLMZIP_CORRUPT = 5,        /* the archive is damaged or was never one */
  LLMZIP_UNSUPPORTED = 6,    /* a newer llmzip made the archive */
  LLMZIP_MODEL_MISSING = 7,  /* the archive names a model that is not here */
  LLMZIP_LIMIT_EXCEEDED = 8, /* a limit on memory, size or ratio */
  LLMZIP_CANCELLED = 9,      /* the report callback stopped the run */
  LLMZIP_INTERNAL = 10       /* verification failed: a defect in llmzip */
} llmzip_code;

/* "major.minor.patch" of the library that runs; not to be freed. */
LLMZIP_EXPORT const char* llmzip_version(void);

/* Frees buffers and messages that llmzip gave; NULL does nothing. */
LLMZIP_EXPORT void llmzip_free(void* buffer);

/* ---- 1. Buffers ---- */

typedef struct llmzip_options llmzip_options;

LLMZIP_EXPORT llmzip_code llmzip_compress(const llmzip_options* options, const void* raw, size_t raw_size, void** out,
                                          size_t* out_size, char** error);

LLMZIP_EXPORT llmzip_code llmzip_decompress(const llmzip_options* options, const void* archive, size_t archive_size,
                                            void** out, size_t* out_size, char** error);

/* ---- 2. Options: one object for both directions ---- */

/* NULL when there is no memory. */
LLMZIP_EXPORT llmzip_options* llmzip_options_create(void);
LLMZIP_EXPORT void llmzip_options_destroy(llmzip_options* options);

/* 1 (fastest) to 9 (smallest): sets spec and block size. */
LLMZIP_EXPORT llmzip_code llmzip_options_set_level(llmzip_options* options, int level, char** error);

/* A predictor or codec such as "cm", "order2", "zstd:19"; whether it exists is found when it is used. */
LLMZIP_EXPORT llmzip_code llmzip_options_set_spec(llmzip_options* options, const char* spec, char** error);

LLMZIP_EXPORT void llmzip_options_set_block_size(llmzip_options* options, uint64_t bytes);

/* 0: one a processor. The bytes made do not depend on it. */
LLMZIP_EXPORT void llmzip_options_set_threads(llmzip_options* options, unsigned threads);

/* Whether every block is decoded again while it is made; on by default. */
LLMZIP_EXPORT void llmzip_options_set_verify(llmzip_options* options, int verify);

/* Limits, on by default; UINT64_MAX lifts one. Ratio: output bytes per archive byte; 0 lets nothing pass, and
 * decompressing ends with LLMZIP_INVALID_ARGUMENT. */
LLMZIP_EXPORT void llmzip_options_set_memory_limit(llmzip_options* options, uint64_t bytes);
LLMZIP_EXPORT void llmzip_options_set_output_limit(llmzip_options* options, uint64_t bytes);
LLMZIP_EXPORT void llmzip_options_set_ratio_limit(llmzip_options* options, uint64_t ratio);

/* Where networks (specs with "net") find their models: the files *.safetensors of these `count` folders, searched in
 * this order, then the models within the library. By default no folder is searched. */
LLMZIP_EXPORT llmzip_code llmzip_options_set_model_folders(llmzip_options* options, const char* const* folders,
                                                           size_t count, char** error);

/* ---- 3. Streams of any length, in bounded memory ---- */

/* Puts up to `size` bytes into `buffer`: how many, 0 only at the end, negative on failure. */
typedef ptrdiff_t (*llmzip_read)(void* context, void* buffer, size_t size);

/* Takes all `size` bytes: 0, anything else on failure. */
typedef int (*llmzip_write)(void* context, const void* bytes, size_t size);

/* Called a few times a second with original and archive bytes done so far: 0 to go on, anything else to stop. */
typedef int (*llmzip_report)(void* context, uint64_t raw_bytes, uint64_t archive_bytes);

typedef struct llmzip_stream {
  llmzip_read read;
  void* read_context;
  llmzip_write write;
  void* write_context;
  llmzip_report report; /* may be NULL */
  void* report_context;
} llmzip_stream;

LLMZIP_EXPORT llmzip_code llmzip_compress_stream(const llmzip_options* options, const llmzip_stream* stream,
                                                 char** error);

/* Bytes written before an error are a correct beginning of the original. */
LLMZIP_EXPORT llmzip_code llmzip_decompress_stream(const llmzip_options* options, const llmzip_stream* stream,
                                                   char** error);

/* NOLINTEND(readability-identifier-naming) */

#ifdef __cplusplus
}
#endif

#endif  // LLMZIP_LLMZIP_C_H_
