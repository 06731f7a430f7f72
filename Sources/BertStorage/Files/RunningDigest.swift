#if canImport(CryptoKit)
  import CryptoKit
#else
  import SystemOpenSSL
#endif

/// A SHA-256 (FIPS 180-4) over bytes that come piece by piece. A copy goes on by itself.
package struct RunningDigest {
  #if canImport(CryptoKit)
    private var state = SHA256()
  #else
    private var state = SHA256_CTX()
  #endif

  package init() {
    #if !canImport(CryptoKit)
      SHA256_Init(&state)
    #endif
  }

  /// Adds bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    #if canImport(CryptoKit)
      state.update(bufferPointer: bytes)
    #else
      SHA256_Update(&state, bytes.baseAddress, bytes.count)
    #endif
  }

  /// The digest of all that was added, 32 bytes.
  package var bytes: [UInt8] {
    #if canImport(CryptoKit)
      return Array(state.finalize())
    #else
      var state = state
      return [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { bytes, count in
        SHA256_Final(bytes.baseAddress, &state)
        count = bytes.count
      }
    #endif
  }

  /// The digest of all that was added, as lower-case hexadecimal digits.
  package var hexadecimal: String { FileDigest.hexadecimal(bytes) }
}
