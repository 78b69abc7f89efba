# What `cmake --install` lays down: the program, the library with its headers, and the two ways to find it
# (find_package(llmzip) and pkg-config). tests/install/ builds programs against the result.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/llmzip)

install(TARGETS llmzip EXPORT llmzipTargets
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/llmzip DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(EXPORT llmzipTargets NAMESPACE llmzip:: DESTINATION ${package_dir})

configure_package_config_file(cmake/llmzipConfig.cmake.in llmzipConfig.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 every minor version may change the API.
write_basic_package_version_file(llmzipConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/llmzipConfig.cmake ${PROJECT_BINARY_DIR}/llmzipConfigVersion.cmake
        DESTINATION ${package_dir})

configure_file(cmake/llmzip.pc.in llmzip.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/llmzip.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(LLMZIP_BUILD_CLI)
  install(TARGETS llmzip_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES LICENSE README.md SECURITY.md docs/FORMAT.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
