// What llmzip uses of OpenSSL's libcrypto, for machines whose libcrypto is not to be had here: SHA-256 in one call.
// Found instead of the real header by the cross builds alone; see sha256.cc.
#ifndef LLMZIP_TESTS_CROSS_FOREIGN_OPENSSL_EVP_H_
#define LLMZIP_TESTS_CROSS_FOREIGN_OPENSSL_EVP_H_

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct evp_md_st EVP_MD;
typedef struct engine_st ENGINE;

const EVP_MD* EVP_sha256(void);
int EVP_Digest(const void* data, size_t count, unsigned char* digest, unsigned int* size, const EVP_MD* type,
               ENGINE* engine);

#ifdef __cplusplus
}
#endif

#endif  // LLMZIP_TESTS_CROSS_FOREIGN_OPENSSL_EVP_H_
