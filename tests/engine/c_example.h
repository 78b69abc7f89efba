/* What a C program does with llmzip; see c_example.c. Each returns 0 if all went as it should. */
#ifndef LLMZIP_TESTS_ENGINE_C_EXAMPLE_H_
#define LLMZIP_TESTS_ENGINE_C_EXAMPLE_H_

#ifdef __cplusplus
extern "C" {
#endif

int BuffersComeBack(void);
int StreamsComeBack(void);
int ErrorsHaveCodesAndMessages(void);
int NullIsAMistakeOrADefault(void);
int PiecesAndPartsComeBack(void);

#ifdef __cplusplus
}
#endif

#endif  // LLMZIP_TESTS_ENGINE_C_EXAMPLE_H_
