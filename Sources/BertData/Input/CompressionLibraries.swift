import SystemBzip2
import SystemZlib
import SystemZstd

/// The libraries of the system that decompress data.
package enum CompressionLibraries {
  /// Their names, and the versions that are loaded.
  package static var versions: [(name: String, version: String)] {
    [
      ("zlib", String(cString: zlibVersion())),
      // libbz2 adds its date: 1.0.8, 13-Jul-2019.
      ("bzip2", String(String(cString: BZ2_bzlibVersion()).prefix { $0 != "," })),
      ("zstd", String(cString: ZSTD_versionString())),
    ]
  }
}
