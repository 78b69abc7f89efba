// What llmzip uses of OpenSSL's libcrypto, for machines whose libcrypto is not to be had here: SHA-256.
// Found instead of the real header by the cross builds alone; see sha256.cc.
#ifndef LLMZIP_TESTS_CROSS_FOREIGN_OPENSSL_EVP_H_
#define LLMZIP_TESTS_CROSS_FOREIGN_OPENSSL_EVP_H_

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct evp_md_st EVP_MD;
typedef struct evp_md_ctx_st EVP_MD_CTX;
typedef struct engine_st ENGINE;

const EVP_MD* EVP_sha256(void);
EVP_MD_CTX* EVP_MD_CTX_new(void);
void EVP_MD_CTX_free(EVP_MD_CTX* context);
int EVP_DigestInit_ex(EVP_MD_CTX* context, const EVP_MD* type, ENGINE* engine);
int EVP_DigestUpdate(EVP_MD_CTX* context, const void* data, size_t count);
int EVP_DigestFinal_ex(EVP_MD_CTX* context, unsigned char* digest, unsigned int* size);

#ifdef __cplusplus
}
#endif

#endif  // LLMZIP_TESTS_CROSS_FOREIGN_OPENSSL_EVP_H_
