# One interface target carries the flags every target of the project is built with.
# -ffp-contract=off and the absence of -ffast-math are part of the format: see docs/ARCHITECTURE.md.
# Variables set here hold for llmzip's own folders; a project that adds llmzip as a subdirectory keeps its own, and what
# is a matter of taste (the build type, ccache, warnings as errors) is then its alone.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
  endif()
  find_program(LLMZIP_CCACHE ccache)
  if(LLMZIP_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${LLMZIP_CCACHE})
  endif()
endif()

add_library(llmzip_options INTERFACE)
target_compile_features(llmzip_options INTERFACE cxx_std_20)
target_compile_options(llmzip_options INTERFACE -Wall -Wextra -Wpedantic -ffp-contract=off)
if(LLMZIP_WARNINGS_AS_ERRORS)
  target_compile_options(llmzip_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(llmzip_options INTERFACE -Wno-restrict)  # false alarms on std::string, GCC bug 105651
endif()
# The same sources give the same bytes wherever they lie.
target_compile_options(llmzip_options INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
target_link_options(llmzip_options INTERFACE -Wl,-z,relro,-z,now)
if(LLMZIP_SANITIZE)
  target_compile_definitions(llmzip_options INTERFACE _GLIBCXX_ASSERTIONS)
  target_compile_options(llmzip_options INTERFACE -fsanitize=${LLMZIP_SANITIZE} -fno-sanitize-recover=all
                                                  -fno-omit-frame-pointer)
  target_link_options(llmzip_options INTERFACE -fsanitize=${LLMZIP_SANITIZE})
endif()
if(LLMZIP_BUILD_FUZZERS)
  target_compile_options(llmzip_options INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(llmzip_options INTERFACE -fsanitize=fuzzer-no-link)
  target_compile_definitions(llmzip_options INTERFACE LLMZIP_FUZZ_SKIP_CHECKS)  # see src/frame/check.h
endif()
target_include_directories(llmzip_options INTERFACE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)

# llmzip_room(NAME SOURCES ... LINK ...): one folder of src/ as an object library inside libllmzip.
function(llmzip_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
  add_library(llmzip_${name} OBJECT ${ROOM_SOURCES})
  target_link_libraries(llmzip_${name} PRIVATE llmzip_options ${ROOM_LINK})
  set_property(GLOBAL APPEND PROPERTY LLMZIP_ROOMS llmzip_${name})
  set_property(GLOBAL APPEND PROPERTY LLMZIP_ROOM_LINKS ${ROOM_LINK})
endfunction()
