# Finds libtorch, for the plug-ins that stand on it: the target llmzip_torch, where there is one.
#
# LLMZIP_TORCH_ROOT is a folder with include/ and lib/ of a libtorch that does not belong to the system: that of a
# Python package (…/site-packages/torch), or an unpacked libtorch archive. Left empty, the distribution's is looked for
# (Debian: libtorch-dev). Sets LLMZIP_TORCH_VERSION, and LLMZIP_TORCH_CUDA where that libtorch was built for CUDA.
# No headers of CUDA are needed. There is none under sanitizers, which libtorch is not built for, nor in cross builds.
include_guard(GLOBAL)
set(LLMZIP_TORCH_ROOT "" CACHE PATH "Folder of a libtorch (include/ and lib/) to use instead of the system's")

if(LLMZIP_SANITIZE OR CMAKE_CROSSCOMPILING)
  return()
endif()
# Nothing is cached, so that another LLMZIP_TORCH_ROOT is another libtorch, whole.
set(search NO_CACHE)
if(LLMZIP_TORCH_ROOT)
  list(APPEND search PATHS ${LLMZIP_TORCH_ROOT} NO_DEFAULT_PATH)
endif()
find_path(torch_include torch/csrc/api/include/torch/version.h PATH_SUFFIXES include ${search})
foreach(library torch_cpu c10 torch_cuda c10_cuda)
  find_library(${library}_library ${library} PATH_SUFFIXES lib ${search})
endforeach()
if(NOT torch_include OR NOT torch_cpu_library OR NOT c10_library)
  if(LLMZIP_TORCH_ROOT)
    message(FATAL_ERROR "LLMZIP_TORCH_ROOT: there is no libtorch in ${LLMZIP_TORCH_ROOT}")
  endif()
  return()
endif()
find_package(OpenMP REQUIRED COMPONENTS CXX)

set(LLMZIP_TORCH_VERSION "")
foreach(header torch/headeronly/version.h torch/csrc/api/include/torch/version.h)  # the newer place first
  if(EXISTS ${torch_include}/${header} AND NOT LLMZIP_TORCH_VERSION)
    file(STRINGS ${torch_include}/${header} lines REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) [0-9]+")
    string(REGEX MATCHALL "[0-9]+" numbers "${lines}")
    list(JOIN numbers . LLMZIP_TORCH_VERSION)
  endif()
endforeach()

add_library(llmzip_torch INTERFACE)
target_include_directories(llmzip_torch SYSTEM INTERFACE ${torch_include} ${torch_include}/torch/csrc/api/include)
target_link_libraries(llmzip_torch INTERFACE ${torch_cpu_library} ${c10_library} OpenMP::OpenMP_CXX)
set(LLMZIP_TORCH_CUDA OFF)
if(torch_cuda_library AND c10_cuda_library)
  set(LLMZIP_TORCH_CUDA ON)
  # No symbol of theirs is asked for: being loaded they register themselves.
  target_link_libraries(llmzip_torch INTERFACE
    -Wl,--push-state,--no-as-needed ${torch_cuda_library} ${c10_cuda_library} -Wl,--pop-state)
endif()
if(LLMZIP_TORCH_ROOT)
  # What is installed must find it as well.
  set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)
endif()
message(STATUS "libtorch ${LLMZIP_TORCH_VERSION}, CUDA ${LLMZIP_TORCH_CUDA}: ${torch_cpu_library}")
