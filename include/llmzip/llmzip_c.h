/* llmzip from C. This header is the manual of the C library; llmzip.h is the same for C++.
 *
 * 1. Errors. Every call that can fail returns an llmzip_code; LLMZIP_OK is 0. The numbers of the codes never change.
 *    When a call fails, it sets `*error` to a message for people, which the caller frees with llmzip_free; when it
 *    succeeds, or when no memory is left for the message, to NULL. `error` itself may be NULL. No call throws C++
 *    exceptions.
 *
 * 2. NULL. As an options object, NULL means the defaults. Any other pointer that a call needs gives
 *    LLMZIP_INVALID_ARGUMENT if it is NULL; setters that return nothing ignore a NULL options object.
 *
 * 3. Buffers that a call returns (`void** out`) are freed with llmzip_free; after a failure they are NULL.
 *
 * 4. Options are opaque. Setters copy their arguments.
 *
 * 5. Callbacks run on the calling thread and get the context pointer that is stored beside them. They must not throw
 *    C++ exceptions.
 *
 * 6. Threads. Calls may run on several threads at once; an options object must not be changed while a call uses it.
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
  LLMZIP_LIMIT_EXCEEDED = 8, /* a limit on memory, size, ratio or work */
  LLMZIP_CANCELLED = 9,      /* the report callback stopped the run */
  LLMZIP_INTERNAL = 10       /* verification failed: a defect in llmzip */
} llmzip_code;

/* "major.minor.patch" of the library in use; must not be freed. */
LLMZIP_EXPORT const char* llmzip_version(void);

/* Frees a buffer or message that llmzip returned; does nothing for NULL. */
LLMZIP_EXPORT void llmzip_free(void* buffer);

/* ---- 1. Buffers ---- */

typedef struct llmzip_options llmzip_options;

/* Compresses the `raw_size` bytes at `raw` to a new buffer, `*out`, of `*out_size` bytes. */
LLMZIP_EXPORT llmzip_code llmzip_compress(const llmzip_options* options, const void* raw, size_t raw_size, void** out,
                                          size_t* out_size, char** error);

/* Decompresses the `archive_size` bytes at `archive` to a new buffer, `*out`, of `*out_size` bytes. */
LLMZIP_EXPORT llmzip_code llmzip_decompress(const llmzip_options* options, const void* archive, size_t archive_size,
                                            void** out, size_t* out_size, char** error);

/* ---- 2. Options: one object for both directions ---- */

/* NULL if memory runs out. */
LLMZIP_EXPORT llmzip_options* llmzip_options_create(void);
LLMZIP_EXPORT void llmzip_options_destroy(llmzip_options* options);

/* 1 (fastest) to 9 (smallest); replaces a spec and a block size that were set before. */
LLMZIP_EXPORT llmzip_code llmzip_options_set_level(llmzip_options* options, int level, char** error);

/* A predictor or codec such as "cm", "order2", "zstd:19", instead of a level. It is checked only when it is used. */
LLMZIP_EXPORT llmzip_code llmzip_options_set_spec(llmzip_options* options, const char* spec, char** error);

/* A model's name or path, in place of the embedded network of levels from 4 on; "" for that. It is looked for when it
 * is used, in the model folders. */
LLMZIP_EXPORT llmzip_code llmzip_options_set_model(llmzip_options* options, const char* model, char** error);

/* Whether archives carry the models that they need, if they are not part of llmzip; off by default. Such an archive is
 * larger by their files, packed, and decodes wherever llmzip does. Not for checkpoints. */
LLMZIP_EXPORT void llmzip_options_set_embed_models(llmzip_options* options, int embed);

/* Most original bytes per block; 0: that of the level. */
LLMZIP_EXPORT void llmzip_options_set_block_size(llmzip_options* options, uint64_t bytes);

/* 0: one per processor. The output does not depend on it. */
LLMZIP_EXPORT void llmzip_options_set_threads(llmzip_options* options, unsigned threads);

/* Whether compression decodes every block again and compares it with the input; on by default. */
LLMZIP_EXPORT void llmzip_options_set_verify(llmzip_options* options, int verify);

/* Limits, on by default; UINT64_MAX lifts one. Memory: bytes, in both directions. Output: bytes that a decompression
 * may produce. Ratio: output bytes per archive byte; with 0, decompressing ends with LLMZIP_INVALID_ARGUMENT. */
LLMZIP_EXPORT void llmzip_options_set_memory_limit(llmzip_options* options, uint64_t bytes);
LLMZIP_EXPORT void llmzip_options_set_output_limit(llmzip_options* options, uint64_t bytes);
LLMZIP_EXPORT void llmzip_options_set_ratio_limit(llmzip_options* options, uint64_t ratio);

/* The limit on work: seconds of one core that decoding may take, as estimated in advance; UINT64_MAX lifts it. By
 * default it depends on the archive's size: 8 seconds for the first KiB, and more for each further byte. */
LLMZIP_EXPORT void llmzip_options_set_work_limit(llmzip_options* options, uint64_t seconds);

/* Where networks find their models: the files *.safetensors of these `count` folders, searched in this order, then the
 * models embedded in the library. By default no folder is searched. Checkpoints, TorchScript files among them, are not
 * opened from C: archives made with them give LLMZIP_MODEL_MISSING. */
LLMZIP_EXPORT llmzip_code llmzip_options_set_model_folders(llmzip_options* options, const char* const* folders,
                                                           size_t count, char** error);

/* ---- 3. Streams of any length, in bounded memory ---- */

/* Reads up to `size` bytes into `buffer`. Returns how many, 0 only at the end, a negative number on failure. */
typedef ptrdiff_t (*llmzip_read)(void* context, void* buffer, size_t size);

/* Writes all `size` bytes. Returns 0, or anything else on failure. */
typedef int (*llmzip_write)(void* context, const void* bytes, size_t size);

/* Called a few times a second with the original and archive bytes done so far. Returns 0 to continue, anything else to
 * stop the run with LLMZIP_CANCELLED. */
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

/* ---- 4. Pieces: for callers that cannot be asked for more ---- */

typedef struct llmzip_coder llmzip_coder;

/* Options are copied. The coder runs on a thread of its own; destroying it ends that, finished or not. */
LLMZIP_EXPORT llmzip_code llmzip_compressor_create(const llmzip_options* options, llmzip_coder** coder, char** error);
LLMZIP_EXPORT llmzip_code llmzip_decompressor_create(const llmzip_options* options, llmzip_coder** coder, char** error);
LLMZIP_EXPORT void llmzip_coder_destroy(llmzip_coder* coder);

/* Gives the next `size` bytes. `*out` is a new buffer with what has come out, often nothing. After an error, which may
 * be told late, every further call returns it. */
LLMZIP_EXPORT llmzip_code llmzip_coder_push(llmzip_coder* coder, const void* bytes, size_t size, void** out,
                                            size_t* out_size, char** error);

/* There are no more bytes; `*out` is the rest. */
LLMZIP_EXPORT llmzip_code llmzip_coder_finish(llmzip_coder* coder, void** out, size_t* out_size, char** error);

/* ---- 5. Archives that can be read at any place ---- */

typedef struct llmzip_file {
  uint64_t size;
  /* Fills `buffer` with the `size` bytes from `offset` on. Returns 0, or anything else on failure. */
  int (*read_at)(void* context, uint64_t offset, void* buffer, size_t size);
  void* context;
} llmzip_file;

/* Decompresses the original bytes from `offset` on, at most `size` of them, to a new buffer, `*out`: only the blocks
 * that hold them are decoded. */
LLMZIP_EXPORT llmzip_code llmzip_decompress_range(const llmzip_options* options, const llmzip_file* file,
                                                  uint64_t offset, uint64_t size, void** out, size_t* out_size,
                                                  char** error);

/* Writes what can be saved of a damaged archive, zeros for lost bytes. `*damaged`, if not NULL, becomes the number of
 * damaged or lost blocks and other damage. */
LLMZIP_EXPORT llmzip_code llmzip_recover(const llmzip_options* options, const llmzip_file* file, llmzip_write write,
                                         void* write_context, uint64_t* damaged, char** error);

/* What an archive says of one of its frames. Texts are valid during the callback only. */
typedef struct llmzip_frame {
  uint64_t offset;       /* in the archive */
  uint64_t raw_size;     /* original bytes */
  uint64_t archive_size; /* bytes in the archive */
  uint64_t blocks;
  const char* spec;           /* what codes it, or at a level its data */
  const char* content_digest; /* XXH3 of the original bytes, hexadecimal */
  int carries_model;          /* its content is a model for other frames */
} llmzip_frame;

/* Calls `each` for every frame of an archive, without decoding any. It returns 0 to continue; anything else ends the
 * call with LLMZIP_CANCELLED. */
LLMZIP_EXPORT llmzip_code llmzip_list(const llmzip_options* options, const llmzip_file* file,
                                      int (*each)(void* context, const llmzip_frame* frame), void* context,
                                      char** error);

/* NOLINTEND(readability-identifier-naming) */

#ifdef __cplusplus
}
#endif

#endif  // LLMZIP_LLMZIP_C_H_
