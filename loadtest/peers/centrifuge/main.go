// The library that Centrifugo is built on, with its documented settings for many subscribers of one channel: JSON over
// WebSocket, no history, no presence, no compression, messages prepared once. Everybody may subscribe and publish.
// With a flush in milliseconds as its argument, the library itself gathers what is written to a client for that long.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/centrifugal/centrifuge"
)

func main() {
	flushMs := 0
	if len(os.Args) > 1 {
		flushMs, _ = strconv.Atoi(os.Args[1])
	}
	node, err := centrifuge.New(centrifuge.Config{ClientQueueMaxSize: 4 << 20})
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:       &centrifuge.Credentials{UserID: "bench"},
			WriteDelay:        time.Duration(flushMs) * time.Millisecond,
			ReplyWithoutQueue: true,
		}, nil
	})
	node.OnConnect(func(client *centrifuge.Client) {
		client.OnSubscribe(func(_ centrifuge.SubscribeEvent, done centrifuge.SubscribeCallback) {
			done(centrifuge.SubscribeReply{}, nil)
		})
		client.OnPublish(func(_ centrifuge.PublishEvent, done centrifuge.PublishCallback) {
			done(centrifuge.PublishReply{}, nil)
		})
	})
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	handler := centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		CheckOrigin:        func(*http.Request) bool { return true },
		UseWriteBufferPool: true,
		ReadBufferSize:     512,
		WriteBufferSize:    512,
	})
	http.Handle("/connection/websocket", handler)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("{\"msg\":\"listening\",\"port\":%d}\n", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, nil))
}
