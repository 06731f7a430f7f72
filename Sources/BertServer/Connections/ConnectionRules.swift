import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Rules of HTTP (RFC 9112) about headers that later handlers do not see: a request of version 1.1 names exactly one
/// host, and a connection of version 1.0 ends with its response unless the client asked to keep it alive. It also
/// counts requests in the ``OpenConnections``.
final class ConnectionRules: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let openConnections: OpenConnections
  private var isRefused = false
  private var requests = 0

  init(_ openConnections: OpenConnections) { self.openConnections = openConnections }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { openConnections.add(context.channel) }
  }

  func channelActive(context: ChannelHandlerContext) {
    openConnections.add(context.channel)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    openConnections.remove(context.channel)
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isRefused { return }
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    let isCurrent = (head.version.major, head.version.minor) >= (1, 1), hosts = head.headers["host"].count
    guard hosts == 1 || (hosts == 0 && !isCurrent) else { return refuse(context, version: head.version) }
    let wishes = head.headers[canonicalForm: "connection"].map { $0.lowercased() }
    if wishes.contains("close") || (!isCurrent && !wishes.contains("keep-alive")) {
      head.headers.replaceOrAdd(name: "connection", value: "close")
    }
    requests += 1
    openConnections.note(context.channel, hasBegun: true)
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data), requests > 0 {
      requests -= 1
      openConnections.note(context.channel, hasBegun: false)
    }
    context.write(data, promise: promise)
  }

  /// Responds with 400 and closes the connection. While another response is under way it only closes.
  private func refuse(_ context: ChannelHandlerContext, version: HTTPVersion) {
    isRefused = true
    guard requests == 0 else { return context.close(promise: nil) }
    let body = ByteBuffer(string: #"{"error":{"code":"bad_request","message":"the request must name one host"}}"#)
    let headers: HTTPHeaders = [
      "content-type": "application/json", "content-length": "\(body.readableBytes)", "connection": "close",
    ]
    let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    let written = context.eventLoop.makePromise(of: Void.self)
    let channel = context.channel
    written.futureResult.whenComplete { _ in channel.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
  }

  /// Adds the rules before the codec that removes the version and the host header from requests.
  final class Installer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let openConnections: OpenConnections

    init(_ openConnections: OpenConnections) { self.openConnections = openConnections }

    func handlerAdded(context: ChannelHandlerContext) {
      let pipeline = context.pipeline.syncOperations
      guard let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) else { return }
      try? pipeline.addHandler(ConnectionRules(openConnections), position: .before(codec))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.fireChannelRead(data) }
  }
}
