module go-lookup
go 1.22
