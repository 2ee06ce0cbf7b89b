package main

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"

	"golang.org/x/net/http2"
)

func serve() error {
	config, err := secure()
	if err != nil {
		return err
	}
	verified := config.VerifyConnection
	config.VerifyConnection = func(state tls.ConnectionState) error {
		err := verified(state)
		if err == nil {
			say(fact{"session": "TLSv1.3", "alpn": state.NegotiatedProtocol, "peer": identity(state)})
		}
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(tunnel), TLSConfig: config, ErrorLog: log.New(refusals{}, "", 0)}
	err = http2.ConfigureServer(server, &http2.Server{MaxUploadBufferPerStream: 4 << 20, MaxUploadBufferPerConnection: 16 << 20})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	say(fact{"listening": listener.Addr().(*net.TCPAddr).Port})
	return server.Serve(tls.NewListener(listener, config))
}

// Says whom the server has refused, which it tells its log alone.
type refusals struct{}

func (refusals) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "TLS handshake error") {
		say(fact{"refused": strings.TrimSpace(string(line))})
	}
	return len(line), nil
}

// Serves one tunnel, by the host that it asks for.
func tunnel(response http.ResponseWriter, request *http.Request) {
	say(fact{"method": request.Method, "authority": request.Host})
	host, _, err := net.SplitHostPort(request.Host)
	if request.Method != http.MethodConnect || err != nil {
		response.WriteHeader(http.StatusBadRequest)
		return
	}
	switch host {
	case "refused.sample":
		response.WriteHeader(http.StatusUnauthorized)
		return
	case "reset.sample":
		panic(http.ErrAbortHandler)
	case "goaway.sample":
		// By this the server says GOAWAY, and goes on with what is open.
		response.Header().Set("Connection", "close")
	}
	response.WriteHeader(http.StatusOK)
	response.(http.Flusher).Flush()
	switch host {
	case "abort.sample":
		request.Body.Read(make([]byte, 1))
		panic(http.ErrAbortHandler)
	case "download.sample":
		// Its end is that of the stream's both directions: what is sent to it then is not wanted any more.
		data := random(1 << 20)
		response.Write(data)
		say(fact{"sent": digest(data)})
	default:
		echo(response, request.Body)
	}
}

func echo(response http.ResponseWriter, body io.Reader) {
	buffer := make([]byte, 64<<10)
	for {
		count, err := body.Read(buffer)
		if count > 0 {
			response.Write(buffer[:count])
			response.(http.Flusher).Flush()
		}
		var reset http2.StreamError
		if errors.As(err, &reset) {
			say(fact{"reset": uint32(reset.Code)})
		}
		if err != nil {
			return
		}
	}
}
