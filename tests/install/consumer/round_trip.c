/* Compresses and restores a buffer through the installed C API. */
#include <llmzip/llmzip_c.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  char text[20000];
  for (size_t i = 0; i < sizeof text; ++i) text[i] = "a line of text\n"[i % 15];

  void* archive = NULL;
  void* back = NULL;
  size_t archive_size = 0, back_size = 0;
  char* error = NULL;
  if (llmzip_compress(NULL, text, sizeof text, &archive, &archive_size, &error) != LLMZIP_OK) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  if (archive_size >= 1000) return 2;
  if (llmzip_decompress(NULL, archive, archive_size, &back, &back_size, &error) != LLMZIP_OK) return 3;
  if (back_size != sizeof text || memcmp(back, text, back_size) != 0) return 4;
  llmzip_free(back);
  ((unsigned char*)archive)[archive_size / 2] ^= 1;
  if (llmzip_decompress(NULL, archive, archive_size, &back, &back_size, &error) != LLMZIP_CORRUPT) return 5;
  if (back != NULL || error == NULL) return 6;
  llmzip_free(error);
  llmzip_free(archive);
  printf("C: llmzip %s: %zu -> %zu bytes and back\n", llmzip_version(), sizeof text, archive_size);
  return 0;
}
