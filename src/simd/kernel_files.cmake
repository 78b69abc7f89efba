# The instruction sets that kernels are compiled for on this kind of processor, and the flags of each: said here alone.
# llmzip/kernel.h decides at run time which of them may be called.
set(LLMZIP_INSTRUCTION_SETS scalar)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  list(APPEND LLMZIP_INSTRUCTION_SETS avx2 avx512)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  list(APPEND LLMZIP_INSTRUCTION_SETS neon neon_dot)
endif()
set(LLMZIP_FLAGS_avx2 -march=x86-64-v3)
set(LLMZIP_FLAGS_avx512 -march=x86-64-v4 -mavx512vnni)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12's own AVX-512 headers look uninitialised to it (GCC bug 105593).
  list(APPEND LLMZIP_FLAGS_avx512 -Wno-uninitialized -Wno-maybe-uninitialized)
endif()
set(LLMZIP_FLAGS_neon_dot -march=armv8.2-a+dotprod)

# Exact floats (simd/exact_floats.h): every machine must do the same single IEEE operations, so no contraction
# (CompilerOptions.cmake sets that) and no estimates of reciprocals or roots. A root's errno is nobody's business, and
# would keep it from being one instruction.
set(LLMZIP_EXACT_FLAGS -O3 -fno-math-errno -Wno-psabi)
if(LLMZIP_SANITIZE)  # with every access checked, all pieces inlined into all would compile for a minute a file
  list(APPEND LLMZIP_EXACT_FLAGS -DLLMZIP_INLINE=inline)
endif()

# llmzip_kernels(TARGET STEM [EXACT] [OPTIONS ...]): a family of kernels (simd/kernels_for.h), the files
# STEM_scalar.cc, STEM_avx2.cc and so on of this folder. OPTIONS come last, after the flags of every target.
function(llmzip_kernels target stem)
  cmake_parse_arguments(FAMILY "EXACT" "" "OPTIONS" ${ARGN})
  if(FAMILY_EXACT)
    list(PREPEND FAMILY_OPTIONS ${LLMZIP_EXACT_FLAGS})
  endif()
  foreach(set IN LISTS LLMZIP_INSTRUCTION_SETS)
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/${stem}_${set}.cc)
    if(EXISTS ${source})
      target_sources(${target} PRIVATE ${source})
      # Never joined with others: their flags differ, and they keep each other's names.
      set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES
        SKIP_UNITY_BUILD_INCLUSION ON COMPILE_OPTIONS "${FAMILY_OPTIONS};${LLMZIP_FLAGS_${set}}")
    endif()
  endforeach()
endfunction()
